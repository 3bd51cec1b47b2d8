//! Pages, traces and value change dumps: complete, well formed, and in agreement with the forecast.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use common::small_model::small_model;
use common::{models, tpuscope};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

struct Drawn {
    report: Value,
    html: String,
    trace: Value,
    vcd: String,
}

fn draw(model: &Path) -> Drawn {
    let name = model.file_stem().unwrap().to_string_lossy().into_owned();
    let file = |ending: &str| scratch(&format!("{name}.{ending}"));
    let [html, trace, vcd] = ["html", "json", "vcd"].map(file);
    let path = |file: &PathBuf| file.to_str().unwrap().to_string();
    let run = tpuscope(&[
        "perf",
        model.to_str().unwrap(),
        "--json",
        "--by",
        "descriptor",
        "--html",
        &path(&html),
        "--trace",
        &path(&trace),
        "--vcd",
        &path(&vcd),
    ]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = |file: &PathBuf| std::fs::read_to_string(file).unwrap();
    Drawn {
        report: serde_json::from_slice(&run.stdout).unwrap(),
        html: text(&html),
        trace: serde_json::from_str(&text(&trace)).unwrap(),
        vcd: text(&vcd),
    }
}

fn small(name: &str) -> PathBuf {
    let model = scratch(name);
    std::fs::write(&model, small_model(&model)).unwrap();
    model
}

/// Names of the elements that stand open at the end; elements without an end have none.
fn check_markup(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let body = html.split("<style>").next().unwrap().to_string() + html.split("</style>").nth(1).unwrap();
    let body = body.split("<script").next().unwrap();
    for tag in body.split('<').skip(1).filter_map(|part| part.split('>').next()) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match tag.strip_prefix('/') {
            Some(_) => assert_eq!(open.pop(), Some(name), "{tag}"),
            None if tag.ends_with('/') || matches!(name, "meta" | "!DOCTYPE") => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, ["html", "body"]);
}

fn check_page(drawn: &Drawn) {
    let html = &drawn.html;
    check_markup(html);
    for outside in ["http:", "https:", "src=", "href=", "@import", "url("] {
        assert!(!html.contains(outside), "the page asks for something outside: {outside}");
    }
    for id in ["summary", "timeline", "reasons", "roofline", "layers", "path", "board"] {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let drawn_part = html.split("<script").next().unwrap();
    let mut words = drawn_part.split(|letter: char| !letter.is_ascii_alphabetic());
    assert!(words.all(|word| !["NaN", "inf"].contains(&word)), "a number is none");
    let data = html.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["cycles"], drawn.report["cycles"]);
    let rows = data["tiu"].as_array().unwrap().len() + data["tdma"].as_array().unwrap().len();
    assert_eq!(rows as u64, drawn.report["descriptors_scheduled"].as_u64().unwrap());
    let table = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    assert_eq!(table.matches("<tr>").count(), drawn.report["layers"].as_array().unwrap().len());
    let path: u64 = data["path"].as_array().unwrap().iter().map(|run| run[5].as_u64().unwrap()).sum();
    assert_eq!(path, drawn.report["cycles"].as_u64().unwrap(), "the critical path is the whole");
}

/// Times of traces are microseconds with three decimals.
fn nanoseconds(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 1e3).round() as i64
}

/// Slices of a track lie beside each other or inside each other; those that stand open come first.
fn check_nesting(slices: &[&Value]) {
    let mut open: Vec<i64> = Vec::new();
    let mut last = 0;
    for slice in slices {
        let start = nanoseconds(&slice["ts"]);
        let end = start + nanoseconds(&slice["dur"]);
        assert!(start >= last, "{slice}");
        last = start;
        while open.last().is_some_and(|open| *open <= start) {
            open.pop();
        }
        assert!(open.last().is_none_or(|open| end <= *open), "{slice} ends behind what holds it");
        open.push(end);
    }
}

fn check_trace(drawn: &Drawn) {
    let events = drawn.trace["traceEvents"].as_array().unwrap();
    let of = |kind: &str| -> Vec<&Value> { events.iter().filter(|event| event["ph"] == kind).collect() };
    assert!(events.iter().all(|event| event["pid"] == 1 && event["ts"].as_f64().unwrap() >= 0.0));
    let slices = of("X");
    let descriptors = slices.iter().filter(|slice| slice["cat"] == "descriptor").count();
    assert_eq!(descriptors as u64, drawn.report["descriptors_scheduled"].as_u64().unwrap());
    for track in [1, 2] {
        let own: Vec<&Value> = slices.iter().filter(|slice| slice["tid"] == track).copied().collect();
        check_nesting(&own);
    }
    let ends: HashMap<u64, &Value> = of("f").into_iter().map(|end| (end["id"].as_u64().unwrap(), end)).collect();
    let starts = of("s");
    assert_eq!(starts.len(), ends.len(), "every arrow has a name of its own and both ends");
    let inside = |arrow: &Value| {
        let at = nanoseconds(&arrow["ts"]);
        slices.iter().any(|slice| {
            let start = nanoseconds(&slice["ts"]);
            let holds = start <= at && at < start + nanoseconds(&slice["dur"]).max(1);
            slice["cat"] == "descriptor" && slice["tid"] == arrow["tid"] && holds
        })
    };
    for start in starts.iter().take(200) {
        let end = ends[&start["id"].as_u64().unwrap()];
        assert!(start["tid"] != end["tid"] && nanoseconds(&start["ts"]) < nanoseconds(&end["ts"]), "{start} {end}");
        assert!(inside(start) && inside(end) && end["bp"] == "e", "{start} {end}");
    }
    for name in ["DRAM bandwidth", "local memory"] {
        assert!(of("C").iter().any(|event| event["name"] == name), "{name}");
    }
}

/// Changes of a signal: picoseconds and value.
type Changes = BTreeMap<String, Vec<(u64, String)>>;

/// A reader of value change dumps that knows what the format asks for and nothing of who writes it.
fn read_vcd(text: &str) -> Changes {
    let (header, body) = text.split_once("$enddefinitions $end").unwrap();
    let mut scopes: Vec<&str> = Vec::new();
    let mut names: HashMap<&str, String> = HashMap::new();
    for line in header.lines() {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["$scope", "module", name, "$end"] => scopes.push(name),
            ["$upscope", "$end"] => assert!(scopes.pop().is_some()),
            ["$var", "wire", _, code, name, "$end"] => {
                assert!(names.insert(code, [&scopes[..], &[name]].concat().join(".")).is_none(), "{code} twice");
            }
            ["$timescale", "1", "ps", "$end"] | ["$comment", .., "$end"] | [] => {}
            ref other => panic!("{other:?}"),
        }
    }
    assert!(scopes.is_empty());
    let (mut now, mut changes) = (0, Changes::new());
    for line in body.lines().filter(|line| !line.is_empty() && !line.starts_with('$')) {
        let (value, code) = match line.as_bytes()[0] {
            b'#' => {
                let next = line[1..].parse().unwrap();
                assert!(next >= now, "time goes back at {line}");
                now = next;
                continue;
            }
            b'b' => line[1..].split_once(' ').unwrap(),
            _ => line.split_at(1),
        };
        changes.entry(names[code].clone()).or_default().push((now, value.to_string()));
    }
    changes
}

fn check_vcd(drawn: &Drawn) {
    let changes = read_vcd(&drawn.vcd);
    let clock = drawn.report["clock_mhz"].as_u64().unwrap();
    for engine in ["tiu", "tdma"] {
        let (mut busy, mut since) = (0, None);
        for (time, value) in &changes[&format!("tpu.{engine}.busy")] {
            busy += since.take().map_or(0, |since| time - since);
            since = (value == "1").then_some(*time);
        }
        assert!(since.is_none(), "{engine} never ends");
        let told = drawn.report[format!("{engine}_busy_cycles")].as_u64().unwrap();
        let descriptors = changes[&format!("tpu.{engine}.descriptor")].len() as u64;
        assert!((busy / (1_000_000 / clock)).abs_diff(told) <= descriptors, "{busy} ps, {told} cycles");
    }
    assert!(changes["tpu.local_memory_bytes"].len() > 1);
}

#[test]
fn a_small_program_has_a_page_a_trace_and_a_dump() {
    let drawn = draw(&small("small.cvimodel"));
    check_page(&drawn);
    check_trace(&drawn);
    check_vcd(&drawn);
    let slices = drawn.trace["traceEvents"].as_array().unwrap();
    let arrows: Vec<_> = slices.iter().filter(|event| event["ph"] == "s").map(|event| &event["tid"]).collect();
    assert_eq!(arrows, [2, 1], "the operation waits for the load, the store for the operation");
    // Two lanes hold 16 bytes of input, then 16 of result.
    let live = &read_vcd(&drawn.vcd)["tpu.local_memory_bytes"];
    let values: Vec<u64> = live.iter().map(|(_, value)| u64::from_str_radix(value, 2).unwrap()).collect();
    assert_eq!(values.iter().max(), Some(&64), "{live:?}");
    assert_eq!(values.last(), Some(&0));
}

#[test]
fn published_models_have_pages_traces_and_dumps() {
    for model in models() {
        let drawn = draw(&model);
        check_page(&drawn);
        check_trace(&drawn);
        check_vcd(&drawn);
        assert!(drawn.html.len() < 400 * 3002 + 200_000, "{}: {} bytes", model.display(), drawn.html.len());
    }
}

#[test]
fn names_are_text_and_files_are_whole_or_absent() {
    let model = scratch("<b>&\"odd\".cvimodel");
    std::fs::copy(small("plain.cvimodel"), &model).unwrap();
    let page = scratch("odd.html");
    let arguments = |page: &str| vec!["perf".to_string(), model.to_str().unwrap().into(), "--html".into(), page.into()];
    let run = |page: &str| {
        let arguments = arguments(page);
        tpuscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(run(page.to_str().unwrap()).status.success());
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("&lt;b&gt;&amp;&quot;odd&quot;") && !html.contains("<b>&"), "names are no markup");
    let nowhere = scratch("nowhere").join("page.html");
    let refused = run(nowhere.to_str().unwrap());
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(6), "{told}");
    assert!(told.contains("page.html") && told.lines().count() == 1 && !nowhere.exists(), "{told}");
    assert_eq!(run("-").status.code(), Some(2));
}
