//! Where operands may lie, and the checks that all transfers share.

use super::convert::Conversion;
use super::plan::Plan;
use super::side::{Order, Side};
use crate::refusal::Refusal;
use isa::address::LocalAddress;
use isa::chip::ChipProfile;
use isa::layout::tdma::{StoredStrides, local_address};
use isa::layout::{DramTensor, LocalTensor, Shape};
use isa::op::tdma::Endpoint;

/// What addresses mean at this moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    pub(super) chip: &'static ChipProfile,
    /// The base registers.
    pub(super) base: &'a [u64; 8],
    /// Bytes of DRAM.
    pub(super) dram_bytes: u64,
}

/// Source or destination, with the names of its fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct End<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) names: &'static Names,
}

/// Names of an operand's fields.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) address: &'static str,
    base: &'static str,
    pub(super) c: &'static str,
    pub(super) h: &'static str,
    pub(super) w: &'static str,
    pub(super) n_stride: &'static str,
    pub(super) c_stride: &'static str,
    pub(super) h_stride: &'static str,
}

static SOURCE: Names = Names {
    address: "src_base_addr",
    base: "src_base_reg_sel",
    c: "src_c",
    h: "src_h",
    w: "src_w",
    n_stride: "src_n_stride",
    c_stride: "src_c_stride",
    h_stride: "src_h_stride",
};

static TARGET: Names = Names {
    address: "dst_base_addr",
    base: "dst_base_reg_sel",
    c: "dst_c",
    h: "dst_h",
    w: "dst_w",
    n_stride: "dst_n_stride",
    c_stride: "dst_c_stride",
    h_stride: "dst_h_stride",
};

/// No descriptor moves more elements than this: a memory of distinct ones is not larger.
const MOST_ELEMENTS: u64 = 1 << 32;
/// Compressed transfers hold their plain form in a buffer; all of local memory is far smaller.
const MOST_PLAIN_BYTES: u32 = 1 << 24;

impl<'a> End<'a> {
    pub(super) fn source(endpoint: &'a Endpoint) -> Self {
        End { endpoint, names: &SOURCE }
    }

    pub(super) fn target(endpoint: &'a Endpoint) -> Self {
        End { endpoint, names: &TARGET }
    }

    /// Sizes of `n` batches.
    pub(super) fn shape(&self, n: u16) -> Shape {
        [n, self.endpoint.c, self.endpoint.h, self.endpoint.w].map(u32::from)
    }

    pub(super) fn strides(&self) -> StoredStrides {
        let Endpoint { n_stride: n, c_stride: c, h_stride: h, .. } = *self.endpoint;
        StoredStrides { n, c, h }
    }

    /// Refuses a size of 0.
    pub(super) fn need_sizes(&self, n: u16) -> Result<(), Refusal> {
        let e = self.endpoint;
        need_size("src_n", n)?;
        need_size(self.names.c, e.c)?;
        need_size(self.names.h, e.h)?;
        need_size(self.names.w, e.w)
    }

    /// Refuses local addresses and strides that are not multiples of 16.
    pub(super) fn need_sixteenths(&self) -> Result<(), Refusal> {
        need_sixteenth(self.names.address, self.endpoint.addr.0)?;
        need_sixteenth(self.names.n_stride, self.endpoint.n_stride.into())?;
        need_sixteenth(self.names.c_stride, self.endpoint.c_stride.into())
    }
}

/// Refuses a size of 0.
pub(super) fn need_size(name: &'static str, size: u16) -> Result<(), Refusal> {
    if size > 0 {
        return Ok(());
    }
    Err(Refusal::new("a transfer of nothing").field(name, size, "1 to 65535").help("give every dimension a size"))
}

/// Refuses a value that the transfer needs to be another.
pub(super) fn need(
    name: &'static str,
    value: impl Into<u64>,
    wanted: impl Into<u64>,
    why: &'static str,
) -> Result<(), Refusal> {
    let (value, wanted) = (value.into(), wanted.into());
    if value == wanted {
        return Ok(());
    }
    Err(Refusal::new(why).field(name, value, wanted.to_string()).help(format!("set it to {wanted}")))
}

fn need_sixteenth(name: &'static str, value: u64) -> Result<(), Refusal> {
    if value.is_multiple_of(16) {
        return Ok(());
    }
    let refusal = Refusal::new("this transfer works on 16-byte units").field(name, value, "multiples of 16");
    Err(refusal.help(format!("use {}", value / 16 * 16)))
}

impl Scene<'_> {
    /// The address of a byte of local memory.
    pub(super) fn local(&self, end: End<'_>) -> Result<LocalAddress, Refusal> {
        let address = local_address(end.endpoint.addr.0);
        if address.0 < self.chip.lmem_bytes() {
            return Ok(address);
        }
        Err(Refusal::new(format!("the start lies behind the last of {} lanes", self.chip.lanes))
            .field(end.names.address, end.endpoint.addr.0, format!("0 to {:#x}", self.chip.lmem_bytes() - 1))
            .help("an address in local memory is lane * lane size + offset"))
    }

    /// The offset of a byte of DRAM.
    pub(super) fn dram(&self, end: End<'_>) -> Result<u64, Refusal> {
        let base = self.base[usize::from(end.endpoint.base & 7)];
        let bus = base.checked_add(end.endpoint.addr.0);
        let offset = bus.and_then(|bus| bus.checked_sub(self.chip.gmem_start)).filter(|offset| *offset < self.size());
        offset.ok_or_else(|| self.refuse_start(end, base))
    }

    fn size(&self) -> u64 {
        self.dram_bytes.min(self.chip.gmem_size)
    }

    #[cold]
    fn refuse_start(&self, end: End<'_>, base: u64) -> Refusal {
        let start = self.chip.gmem_start;
        let past = start + self.size();
        let selected = end.endpoint.base;
        let refusal = Refusal::new(format!(
            "with base register {selected} = {base:#x} the start lies outside DRAM, {start:#x} to {past:#x}"
        ));
        let refusal = if base < past {
            let allowed = format!("{:#x} to {:#x}", start.saturating_sub(base), past - base - 1);
            refusal.field(end.names.address, end.endpoint.addr.0, allowed)
        } else {
            refusal.field(end.names.base, selected, "a base register that points into DRAM")
        };
        refusal.help("check the address and the base registers of the run")
    }

    /// A tensor in local memory, inside its lanes.
    pub(super) fn local_side(&self, end: End<'_>, shape: Shape, element: u32, order: Order) -> Result<Side, Refusal> {
        let tensor = self.local_tensor(end, shape, element)?;
        self.check_local(end, &tensor)?;
        check_elements(end, Side::local(&tensor, order, self.chip))
    }

    /// A tensor in local memory, wherever it ends.
    pub(super) fn local_tensor(&self, end: End<'_>, shape: Shape, element: u32) -> Result<LocalTensor, Refusal> {
        let strides = end.strides().in_local(element);
        Ok(LocalTensor::new(self.local(end)?, shape, strides, element, self.chip))
    }

    /// Refuses a tensor with elements that do not begin inside a lane, or do not end inside the memory.
    pub(super) fn check_local(&self, end: End<'_>, tensor: &LocalTensor) -> Result<(), Refusal> {
        let last = i64::from(self.chip.lane_bytes) - i64::from(tensor.element);
        match tensor.offsets() {
            Some((low, high)) if low < 0 || high > last => self.check_edges(end, tensor),
            _ => Ok(()),
        }
    }

    #[cold]
    fn check_edges(&self, end: End<'_>, tensor: &LocalTensor) -> Result<(), Refusal> {
        if let Some(index) = tensor.first_outside(self.chip.lane_bytes) {
            return Err(self.refuse_element(end, tensor, index, "would lie"));
        }
        // An element may straddle two lanes, but none the end of the last lane.
        let last = self.chip.lanes - 1;
        let (group, count) = tensor.groups_in(last);
        let [n, _, h, w] = tensor.shape;
        let offset = tensor.offset + i64::from(group) * tensor.strides[1];
        let lane = LocalTensor { lane: 0, offset, shape: [n, count, h, w], lanes: 1, ..*tensor };
        match lane.first_outside(self.chip.lane_bytes + 1 - tensor.element) {
            Some([n, c, h, w]) => {
                let channel = (group + c) * self.chip.lanes + last - tensor.lane;
                Err(self.refuse_element(end, tensor, [n, channel, h, w], "would not end"))
            }
            None => Ok(()),
        }
    }

    fn refuse_element(&self, end: End<'_>, tensor: &LocalTensor, index: [u32; 4], how: &str) -> Refusal {
        let [n, c, h, w] = index;
        let place = tensor.at(index);
        let what = format!("element n {n} c {c} h {h} w {w} {how} in lane {}, at offset {}", place.lane, place.offset);
        let lane = format!("addresses from which all elements lie in offsets 0 to {:#x}", self.chip.lane_bytes - 1);
        Refusal::new(what)
            .field(end.names.address, end.endpoint.addr.0, lane)
            .help("lower the address, the strides or the shape")
    }

    /// A tensor inside DRAM.
    pub(super) fn dram_side(&self, end: End<'_>, shape: Shape, element: u32, order: Order) -> Result<Side, Refusal> {
        self.dram_side_with(end, shape, end.strides().in_dram(element), element, order)
    }

    /// A tensor inside DRAM with its own strides.
    pub(super) fn dram_side_with(
        &self,
        end: End<'_>,
        shape: Shape,
        strides: isa::layout::Strides,
        element: u32,
        order: Order,
    ) -> Result<Side, Refusal> {
        let tensor = DramTensor { base: 0, address: self.dram(end)?, shape, strides, element };
        match tensor.end() {
            Some(past) if past > self.dram_bytes => Err(self.refuse_past(end, past)),
            _ => check_elements(end, Side::dram(&tensor, order)),
        }
    }

    #[cold]
    fn refuse_past(&self, end: End<'_>, past: u64) -> Refusal {
        Refusal::new(format!("the last element ends at DRAM offset {past:#x} of {:#x}", self.dram_bytes))
            .field(end.names.address, end.endpoint.addr.0, format!("at least {:#x} less", past - self.dram_bytes))
            .help("check the address, the shape and the strides")
    }
}

fn check_elements(end: End<'_>, side: Side) -> Result<Side, Refusal> {
    let elements = side.elements();
    if elements <= MOST_ELEMENTS {
        return Ok(side);
    }
    Err(Refusal::new(format!("{elements} elements, more than a memory holds"))
        .field(end.names.w, end.endpoint.w, format!("sizes of at most {MOST_ELEMENTS} elements in all"))
        .help("split the transfer"))
}

/// Bytes of the plain form of a compressed transfer of the elements of `side`.
pub(super) fn plain_bytes(end: End<'_>, side: &Side, element: u32) -> Result<u32, Refusal> {
    let bytes = side.elements().saturating_mul(element.into());
    if bytes <= MOST_PLAIN_BYTES.into() {
        return Ok(bytes as u32);
    }
    Err(Refusal::new(format!("{bytes} plain bytes in one compressed transfer"))
        .field(end.names.w, end.endpoint.w, format!("sizes of at most {MOST_PLAIN_BYTES} bytes in all"))
        .help("split the transfer"))
}

/// A transfer of elements between two sides.
pub(super) fn elements(from: Side, to: Side, conversion: Conversion) -> Plan {
    Plan::Elements { from, to, conversion }
}
