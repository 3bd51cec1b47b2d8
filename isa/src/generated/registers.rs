// Generated from the tables in specs/ by `cargo generate`; edit those instead.

//! Memory-mapped registers.

use crate::field::{FieldInfo, Kind, Place, RegisterInfo, Span};
use serde::Serialize;

/// A register of either engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Register {
    /// Starts the TDMA.
    TdmaControl,
    /// Bus address of the first descriptor.
    TdmaDescriptorBase,
    /// Interrupt mask and status.
    TdmaInterrupt,
    /// Progress of both engines.
    TdmaSyncStatus,
    /// Word 0 of the descriptor in execution.
    TdmaCommand0,
    /// Word 1 of the descriptor in execution.
    TdmaCommand1,
    /// Word 2 of the descriptor in execution.
    TdmaCommand2,
    /// Word 3 of the descriptor in execution.
    TdmaCommand3,
    /// Word 4 of the descriptor in execution.
    TdmaCommand4,
    /// Word 5 of the descriptor in execution.
    TdmaCommand5,
    /// Word 6 of the descriptor in execution.
    TdmaCommand6,
    /// Word 7 of the descriptor in execution.
    TdmaCommand7,
    /// Word 8 of the descriptor in execution.
    TdmaCommand8,
    /// Word 9 of the descriptor in execution.
    TdmaCommand9,
    /// Word 10 of the descriptor in execution.
    TdmaCommand10,
    /// Word 11 of the descriptor in execution.
    TdmaCommand11,
    /// Word 12 of the descriptor in execution.
    TdmaCommand12,
    /// Word 13 of the descriptor in execution.
    TdmaCommand13,
    /// Word 14 of the descriptor in execution.
    TdmaCommand14,
    /// Word 15 of the descriptor in execution.
    TdmaCommand15,
    /// Base register 0, low half.
    TdmaArrayBase0Low,
    /// Base register 1, low half.
    TdmaArrayBase1Low,
    /// Base register 2, low half.
    TdmaArrayBase2Low,
    /// Base register 3, low half.
    TdmaArrayBase3Low,
    /// Base register 4, low half.
    TdmaArrayBase4Low,
    /// Base register 5, low half.
    TdmaArrayBase5Low,
    /// Base register 6, low half.
    TdmaArrayBase6Low,
    /// Base register 7, low half.
    TdmaArrayBase7Low,
    /// Base registers 0 to 3, high parts.
    TdmaArrayBase0High,
    /// Base registers 4 to 7, high parts.
    TdmaArrayBase1High,
    /// Debug mode.
    TdmaDebugMode,
    /// Turns clock gating off.
    TdmaClockGatingOff,
    /// Idle flags.
    TdmaStatus,
    /// Performance monitor.
    TdmaPmuControl,
    /// Where records go.
    TdmaPmuBuffer,
    /// Room for records.
    TdmaPmuSize,
    /// Starts the TIU and tells its progress.
    TiuControl,
    /// Bus address of the first descriptor, low half.
    TiuDescriptorBase,
    /// Bus address of the first descriptor, high part.
    TiuDescriptorBaseHigh,
    /// Ids, clock gating, early start.
    TiuConfiguration,
}

impl Register {
    /// The row of the table.
    #[must_use]
    pub fn info(self) -> &'static RegisterInfo {
        &REGISTERS[self as usize]
    }
}

/// The register table.
pub static REGISTERS: [RegisterInfo; 40] = [
    RegisterInfo {
        block: "tdma",
        name: "control",
        offset: 0x0,
        writable: true,
        meaning: "Starts the TDMA.",
        fields: &[
            FieldInfo { name: "enable", short: "enable", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 0, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Run." },
            FieldInfo { name: "descriptor_mode", short: "descriptor_mode", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 1, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Fetch descriptors from memory." },
            FieldInfo { name: "reset_sync", short: "reset_sync", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 2, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Reset the synchronisation ids." },
            FieldInfo { name: "unknown0", short: "unknown0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 3, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "force_one_array", short: "force_one_array", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 5, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Use one array of lanes; set on cv181x, not on cv180x." },
            FieldInfo { name: "force_two_arrays", short: "force_two_arrays", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 6, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Use two arrays of lanes." },
            FieldInfo { name: "unknown1", short: "unknown1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 7, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "burst_length", short: "burst_length", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 8, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Longest burst; 3 = 16 beats." },
            FieldInfo { name: "align_64", short: "align_64", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 10, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Split bursts at 64 bytes." },
            FieldInfo { name: "unknown2", short: "unknown2", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 11, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "intra_command_off", short: "intra_command_off", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 13, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Ignore the descriptors' `intra_cmd_paral`; the driver always sets it." },
            FieldInfo { name: "unknown3", short: "unknown3", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 14, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "descriptors", short: "descriptors", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 16, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Number of descriptors to run." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "descriptor_base",
        offset: 0x4,
        writable: true,
        meaning: "Bus address of the first descriptor.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Address, a multiple of 64." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "interrupt",
        offset: 0x8,
        writable: true,
        meaning: "Interrupt mask and status.",
        fields: &[
            FieldInfo { name: "mask", short: "mask", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Ignored causes; 0x20 hides zero shapes and strides." },
            FieldInfo { name: "end_of_descriptors", short: "end_of_descriptors", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 16, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "The last descriptor has retired; write 1 to clear." },
            FieldInfo { name: "errors", short: "errors", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 17, width: 14 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Error causes; write 1 to clear." },
            FieldInfo { name: "end_of_pmu", short: "end_of_pmu", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 31, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "The PMU has written its buffer; write 1 to clear." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "sync_status",
        offset: 0xc,
        writable: false,
        meaning: "Progress of both engines.",
        fields: &[
            FieldInfo { name: "tiu_id", short: "tiu_id", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 0, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Last TIU id seen." },
            FieldInfo { name: "tdma_id", short: "tdma_id", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 16, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Last TDMA id retired." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command0",
        offset: 0x10,
        writable: false,
        meaning: "Word 0 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command1",
        offset: 0x14,
        writable: false,
        meaning: "Word 1 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command2",
        offset: 0x18,
        writable: false,
        meaning: "Word 2 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command3",
        offset: 0x1c,
        writable: false,
        meaning: "Word 3 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command4",
        offset: 0x20,
        writable: false,
        meaning: "Word 4 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command5",
        offset: 0x24,
        writable: false,
        meaning: "Word 5 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command6",
        offset: 0x28,
        writable: false,
        meaning: "Word 6 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command7",
        offset: 0x2c,
        writable: false,
        meaning: "Word 7 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command8",
        offset: 0x30,
        writable: false,
        meaning: "Word 8 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command9",
        offset: 0x34,
        writable: false,
        meaning: "Word 9 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command10",
        offset: 0x38,
        writable: false,
        meaning: "Word 10 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command11",
        offset: 0x3c,
        writable: false,
        meaning: "Word 11 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command12",
        offset: 0x40,
        writable: false,
        meaning: "Word 12 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command13",
        offset: 0x44,
        writable: false,
        meaning: "Word 13 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command14",
        offset: 0x48,
        writable: false,
        meaning: "Word 14 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "command15",
        offset: 0x4c,
        writable: false,
        meaning: "Word 15 of the descriptor in execution.",
        fields: &[
            FieldInfo { name: "word", short: "word", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Descriptor word." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base0_low",
        offset: 0x70,
        writable: true,
        meaning: "Base register 0, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base1_low",
        offset: 0x74,
        writable: true,
        meaning: "Base register 1, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base2_low",
        offset: 0x78,
        writable: true,
        meaning: "Base register 2, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base3_low",
        offset: 0x7c,
        writable: true,
        meaning: "Base register 3, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base4_low",
        offset: 0x80,
        writable: true,
        meaning: "Base register 4, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base5_low",
        offset: 0x84,
        writable: true,
        meaning: "Base register 5, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base6_low",
        offset: 0x88,
        writable: true,
        meaning: "Base register 6, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base7_low",
        offset: 0x8c,
        writable: true,
        meaning: "Base register 7, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base0_high",
        offset: 0x90,
        writable: true,
        meaning: "Base registers 0 to 3, high parts.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "The driver writes 0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "array_base1_high",
        offset: 0x94,
        writable: true,
        meaning: "Base registers 4 to 7, high parts.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "The driver writes 0." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "debug_mode",
        offset: 0xa0,
        writable: true,
        meaning: "Debug mode.",
        fields: &[
            FieldInfo { name: "mode", short: "mode", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "0 in operation." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "clock_gating_off",
        offset: 0xa4,
        writable: true,
        meaning: "Turns clock gating off.",
        fields: &[
            FieldInfo { name: "off", short: "off", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "0 in operation." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "status",
        offset: 0xec,
        writable: false,
        meaning: "Idle flags.",
        fields: &[
            FieldInfo { name: "idle", short: "idle", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 0, width: 5 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "All ones when the engine is idle." },
            FieldInfo { name: "unknown0", short: "unknown0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 5, width: 27 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "pmu_control",
        offset: 0x200,
        writable: true,
        meaning: "Performance monitor.",
        fields: &[
            FieldInfo { name: "enable", short: "enable", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 0, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Run; clearing it flushes the buffer and raises `end_of_pmu`." },
            FieldInfo { name: "unknown0", short: "unknown0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 1, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "count_tiu", short: "count_tiu", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 3, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Record TIU descriptors." },
            FieldInfo { name: "count_tdma", short: "count_tdma", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 4, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Record TDMA descriptors." },
            FieldInfo { name: "event", short: "event", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 5, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[("bank_conflict", 0), ("stall", 1), ("tdma_bandwidth", 2), ("tdma_write_strobe", 3)], meaning: "What the counters count." },
            FieldInfo { name: "unknown1", short: "unknown1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 7, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "burst_length", short: "burst_length", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 8, width: 2 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Burst of the buffer writes; 3 = 16 beats." },
            FieldInfo { name: "ring", short: "ring", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 10, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Start over when the buffer is full." },
            FieldInfo { name: "unknown2", short: "unknown2", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 11, width: 5 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "clock_gating", short: "clock_gating", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 16, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "0 in operation." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "pmu_buffer",
        offset: 0x20c,
        writable: true,
        meaning: "Where records go.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bus address of the buffer, in units of 16 bytes." },
        ],
    },
    RegisterInfo {
        block: "tdma",
        name: "pmu_size",
        offset: 0x210,
        writable: true,
        meaning: "Room for records.",
        fields: &[
            FieldInfo { name: "size", short: "size", kind: Kind::Size, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bytes of the buffer, in units of 16." },
        ],
    },
    RegisterInfo {
        block: "tiu",
        name: "control",
        offset: 0x100,
        writable: true,
        meaning: "Starts the TIU and tells its progress.",
        fields: &[
            FieldInfo { name: "enable", short: "enable", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 0, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Run." },
            FieldInfo { name: "interrupt_status", short: "interrupt_status", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 1, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "A descriptor with the interrupt bit has retired; write 1 to clear." },
            FieldInfo { name: "unknown0", short: "unknown0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 2, width: 4 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "command_id", short: "command_id", kind: Kind::Id, places: &[Some(Place { low: Span { bit: 6, width: 16 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Last id retired." },
            FieldInfo { name: "lanes", short: "lanes", kind: Kind::Enum, places: &[Some(Place { low: Span { bit: 22, width: 8 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Lanes in use: 1 = 2 lanes, 3 = 8 lanes, 5 = 32 lanes." },
            FieldInfo { name: "descriptor_mode", short: "descriptor_mode", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 30, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Fetch descriptors from memory." },
            FieldInfo { name: "interrupt_enable", short: "interrupt_enable", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 31, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Raise interrupts." },
        ],
    },
    RegisterInfo {
        block: "tiu",
        name: "descriptor_base",
        offset: 0x104,
        writable: true,
        meaning: "Bus address of the first descriptor, low half.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 32 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 31:0; a multiple of 256." },
        ],
    },
    RegisterInfo {
        block: "tiu",
        name: "descriptor_base_high",
        offset: 0x108,
        writable: true,
        meaning: "Bus address of the first descriptor, high part.",
        fields: &[
            FieldInfo { name: "address", short: "address", kind: Kind::Address, places: &[Some(Place { low: Span { bit: 0, width: 8 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Bits 39:32." },
            FieldInfo { name: "unknown0", short: "unknown0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 8, width: 24 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Kept by the driver." },
        ],
    },
    RegisterInfo {
        block: "tiu",
        name: "configuration",
        offset: 0x10c,
        writable: true,
        meaning: "Ids, clock gating, early start.",
        fields: &[
            FieldInfo { name: "reset_id", short: "reset_id", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 0, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Pulse to reset the command id." },
            FieldInfo { name: "clock_gating", short: "clock_gating", kind: Kind::Value, places: &[Some(Place { low: Span { bit: 1, width: 4 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "0 lets clocks stop." },
            FieldInfo { name: "unknown0", short: "unknown0", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 5, width: 6 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
            FieldInfo { name: "early_start_off", short: "early_start_off", kind: Kind::Flag, places: &[Some(Place { low: Span { bit: 11, width: 1 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Ignore the descriptors' `cmd_pre_exe`; the driver always sets it." },
            FieldInfo { name: "unknown1", short: "unknown1", kind: Kind::Reserved, places: &[Some(Place { low: Span { bit: 12, width: 20 }, high: None })], defaults: &[0], legal: &[None], vendor: &[None], values: &[], meaning: "Never touched." },
        ],
    },
];
