//! Descriptors as structured data and as bare fields.

use isa::chip::Chip;
use isa::text::assemble_line;
use serde_json::json;

#[test]
fn structured_form_names_everything() {
    let line = "tiu conv id=7 wait=3 output=i8[1,4,2,2]@0x40{aligned} input=i8[1,2,4,4]@0x0 weight=i8[2,4,3,3]@0x100%packed ps32=read relu .tsk_eu_typ=5";
    let descriptor = assemble_line(line, Chip::Cv181x).unwrap().unwrap();
    let view = serde_json::to_value(descriptor.view(Chip::Cv181x)).unwrap();
    assert_eq!((&view["engine"], &view["mnemonic"]), (&json!("tiu"), &json!("conv")));
    assert_eq!((&view["id"], &view["wait"], &view["end"]), (&json!(7), &json!(3), &json!(false)));
    let roles: Vec<&str> =
        view["operands"].as_array().unwrap().iter().map(|operand| operand["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["output", "input", "weight", "bias"]);
    let weight = &view["operands"][2];
    assert_eq!((&weight["text"], &weight["mode"]), (&json!("i8[2,4,3,3]@0x100%packed"), &json!("packed")));
    assert_eq!((&weight["addr"], &weight["h"], &weight["signed"]), (&json!(256), &json!(3), &json!(true)));
    assert_eq!((&view["attributes"]["ps32"], &view["attributes"]["relu"]), (&json!("read"), &json!(1)));
    assert_eq!(view["extras"], json!({ "tsk_eu_typ": 5 }));
}

#[test]
fn structured_form_of_a_transfer_has_its_direction() {
    let line = "tdma store.compress id=1 dst=bf16[1,1,1]@b2+0x8 src=bf16[1,1,1]@0x0";
    let view = assemble_line(line, Chip::Cv183x).unwrap().unwrap().view(Chip::Cv183x);
    assert_eq!(view.mnemonic, "store.compress");
    assert_eq!((view.attributes.get("direction"), view.header.get("id")), (Some(1), Some(1)));
    assert_eq!((view.operands[0].parts.get("base"), view.operands[0].parts.get("mode")), (Some(2), None));
}

#[test]
fn unknown_operations_have_only_fields() {
    let line = "tdma raw id=1 .spec_func=7 .src_n=0";
    let view = assemble_line(line, Chip::Cv183x).unwrap().unwrap().view(Chip::Cv183x);
    assert_eq!((view.mnemonic.as_str(), view.operands.len()), ("raw", 0));
    assert_eq!(
        (view.extras.get("spec_func"), view.extras.get("src_n"), view.extras.get("cmd_id")),
        (Some(7), Some(0), None)
    );
}

#[test]
fn bare_fields_are_listed_in_the_order_of_their_bits() {
    let line = "tdma store id=9 dst=bf16[1,1,1]@b2+0x8 src=int8[1,1,1]@0x0 .reserved3=1";
    let listed = assemble_line(line, Chip::Cv182x).unwrap().unwrap().raw(Chip::Cv182x);
    let text: Vec<String> = listed.iter().map(ToString::to_string).collect();
    assert_eq!(text[0], "0:0+1           vld                              1          0x1");
    let line = |name: &str| text.iter().find(|line| line.contains(name)).unwrap().as_str();
    assert_eq!(line("trans_dir"), "0:6+2           trans_dir                        1          0x1 store");
    assert_eq!(line("dst_fmt"), "1:3+2           dst_fmt                          2          0x2 bf16");
    assert_eq!(line("dst_base_addr"), "11:0+32 13:16+8 dst_base_addr                    8          0x8");
    assert_eq!(line("compress_en"), "0:1+1           compress_en                      0          0x0 (default)");
    assert_eq!(line("reserved3"), "3:24+8          reserved3                        1          0x1 (illegal)");
    let bits: u32 = listed.iter().map(|field| field.place.width()).sum();
    assert_eq!(bits, 512);
    assert!(listed.is_sorted_by_key(|field| field.place.low.bit));
}
