//! Strides of zero make operands of a few bytes that have more elements than any memory.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use debugger::{Debugger, NoFiles, Session, Surroundings, Target};
use emulator::scenario::Scenario;

const PROGRAM: &str = ".chip cv181x
#: window 0x0 0x0
.segment large
tdma load id=1 end dst=int8[4000,4000,4000]@0x0{n:0,c:0,h:0} src=int8[4000,4000,4000]@b0+0x0{n:0,c:0,h:0}
";

#[test]
fn operands_that_are_too_large_are_told_and_not_read() {
    let target = Target::scenario(Scenario::parse(PROGRAM).unwrap()).unwrap();
    let mut debugger = Debugger::new(Session::new(target, Surroundings::default()), Box::new(NoFiles));
    let told = debugger.execute("step").unwrap().text;
    assert!(told.contains("src          int8[1,4000,4000,4000]: 64000000000 numbers, more than"), "{told}");
    assert!(debugger.execute("print dst").unwrap_err().ends_with("name a slice"));
    assert!(debugger.execute("print dst[0,0,0,:]").is_ok());
    assert!(debugger.execute("step").unwrap().text.contains("64000000000 elements, more than a memory holds"));
}
