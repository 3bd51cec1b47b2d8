//! Spelling: table names as Rust names.

/// `cmd_id_tpu` as `CmdIdTpu`.
pub(crate) fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = true;
    for letter in name.chars() {
        if letter == '_' {
            upper = true;
        } else if upper {
            out.extend(letter.to_uppercase());
            upper = false;
        } else {
            out.push(letter);
        }
    }
    out
}

/// A name as a Rust field: lower case, keywords escaped.
pub(crate) fn ident(name: &str) -> String {
    let lower = name.to_lowercase();
    match lower.as_str() {
        "move" | "type" | "ref" | "loop" | "in" | "as" => format!("r#{lower}"),
        _ => lower,
    }
}
