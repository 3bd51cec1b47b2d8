//! The program: what is loaded, computed and stored, and who waits for whom.

use super::picture::{HEIGHT, WIDTH};
use isa::address::LocalAddress;
use isa::chip::ChipProfile;
use isa::op::CommandId;
use isa::op::tdma::{self, Direction, Endpoint};
use isa::op::tiu::{Conv, MaxPool, StrideMode, Tensor};
use isa::sequence::Sequence;

/// Base registers, by use.
pub(super) const WEIGHTS: usize = 1;
pub(super) const INPUT: usize = 3;
pub(super) const OUTPUT: usize = 4;
/// Where the base registers point.
pub(super) const BASES: [u64; 8] = [0, 0x1000, 0, 0x2000, 0x8000, 0, 0, 0];
pub(super) const DRAM_BYTES: u64 = 0x2_0000;

/// Directions in which edges are looked for.
pub(super) const DIRECTIONS: usize = 8;
/// Halvings of the convolution's sums.
pub(super) const SHIFT: u8 = 2;
/// Rows and columns that become one.
pub(super) const POOL: usize = 2;
const TILES: usize = 2;
const TILE: usize = HEIGHT / TILES;
const KERNEL: usize = 3;

/// The kernel that finds edges towards the east; the others are its outer ring turned by eighths.
const RING: [i8; DIRECTIONS] = [1, 2, 1, 0, -1, -2, -1, 0];
/// The outer ring of a kernel, clockwise from the top right.
const PLACES: [(usize, usize); DIRECTIONS] = [(0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0), (0, 1)];

/// Weight of `direction`'s kernel at a place.
pub(super) fn weight(direction: usize, row: usize, column: usize) -> i8 {
    let place = PLACES.iter().position(|place| *place == (row, column));
    place.map_or(0, |place| RING[(place + DIRECTIONS - direction) % DIRECTIONS])
}

/// All kernels, one after the other.
pub(super) fn kernels() -> Vec<u8> {
    let places = (0..DIRECTIONS).flat_map(|d| (0..KERNEL).flat_map(move |y| (0..KERNEL).map(move |x| (d, y, x))));
    places.map(|(direction, row, column)| weight(direction, row, column).cast_unsigned()).collect()
}

/// A tile of the picture with the rows around it that the kernel reaches.
struct Tile {
    first: usize,
    rows: usize,
    above: u8,
    below: u8,
}

/// Where everything lies.
pub(super) struct Plan {
    chip: &'static ChipProfile,
    tiles: Vec<Tile>,
    weights: LocalAddress,
    buffers: Vec<Buffers>,
}

/// The local memory of one tile; each tile has its own, so that loading and computing overlap.
struct Buffers {
    input: LocalAddress,
    edges: LocalAddress,
    pooled: LocalAddress,
}

impl Plan {
    pub(super) fn new(chip: &'static ChipProfile) -> Self {
        let tiles = (0..TILES).map(tile).collect();
        let mut free = 0;
        let mut take = |channels: usize, bytes: usize| {
            let groups = channels.div_ceil(chip.lanes as usize);
            let address = LocalAddress(free);
            free += (groups * bytes.next_multiple_of(16)) as u32;
            address
        };
        let weights = take(DIRECTIONS, KERNEL * KERNEL);
        let buffers = (0..TILES).map(|_| Buffers {
            input: take(1, (TILE + 1) * WIDTH),
            edges: take(DIRECTIONS, TILE * WIDTH),
            pooled: take(DIRECTIONS, TILE / POOL * WIDTH / POOL),
        });
        let buffers = buffers.collect();
        Plan { chip, tiles, weights, buffers }
    }

    /// Bytes that the program stores.
    pub(super) fn output_bytes(&self) -> u64 {
        (DIRECTIONS * HEIGHT / POOL * WIDTH / POOL) as u64
    }

    /// Loads run ahead; each tile is computed once it has arrived and stored once it is computed.
    pub(super) fn sequence(&self) -> Sequence {
        let nothing = CommandId(0);
        let mut sequence = Sequence::new();
        sequence.transfer(self.load_kernels(), nothing);
        let arrived: Vec<CommandId> =
            (0..TILES).map(|number| sequence.transfer(self.load_tile(number), nothing)).collect();
        for (number, arrived) in arrived.into_iter().enumerate() {
            sequence.compute(self.find_edges(number), arrived);
            let pooled = sequence.compute(self.pool(number), arrived);
            sequence.transfer(self.store_tile(number), pooled);
        }
        sequence
    }

    fn load_kernels(&self) -> tdma::Tensor {
        let shape = [DIRECTIONS as u16, 1, (KERNEL * KERNEL) as u16];
        let dst = Endpoint::local_packed(self.chip, self.weights, shape);
        tdma::Tensor { dst, src: Endpoint::dram(WEIGHTS as u8, 0, shape), ..load() }
    }

    fn load_tile(&self, number: usize) -> tdma::Tensor {
        let tile = &self.tiles[number];
        let shape = [1, tile.rows as u16, WIDTH as u16];
        let dst = Endpoint::local(self.chip, self.buffers[number].input, shape);
        tdma::Tensor { dst, src: Endpoint::dram(INPUT as u8, (tile.first * WIDTH) as u64, shape), ..load() }
    }

    fn find_edges(&self, number: usize) -> Conv {
        let (tile, buffers) = (&self.tiles[number], &self.buffers[number]);
        let kernel = KERNEL as u16;
        Conv {
            output: Tensor::new(buffers.edges, [1, DIRECTIONS as u16, TILE as u16, WIDTH as u16]),
            input: Tensor::new(buffers.input, [1, 1, tile.rows as u16, WIDTH as u16]),
            weight: Tensor::new(self.weights, [1, DIRECTIONS as u16, kernel, kernel]).in_mode(StrideMode::Packed),
            operands: 2,
            relu: 1,
            rshift: SHIFT,
            pad_top: tile.above,
            pad_bottom: tile.below,
            pad_left: 1,
            pad_right: 1,
            ..Conv::default()
        }
    }

    fn pool(&self, number: usize) -> MaxPool {
        let buffers = &self.buffers[number];
        let shape = |step: usize| [1, DIRECTIONS as u16, (TILE / step) as u16, (WIDTH / step) as u16];
        MaxPool {
            output: Tensor::new(buffers.pooled, shape(POOL)),
            input: Tensor::new(buffers.edges, shape(1)),
            kernel_h: POOL as u16,
            kernel_w: POOL as u16,
            stride_x: POOL as u8,
            stride_y: POOL as u8,
            ..MaxPool::default()
        }
    }

    fn store_tile(&self, number: usize) -> tdma::Tensor {
        let (rows, columns) = ((TILE / POOL) as u16, (WIDTH / POOL) as u16);
        let shape = [DIRECTIONS as u16, rows, columns];
        let whole = Endpoint::dram(OUTPUT as u8, 0, [DIRECTIONS as u16, rows * TILES as u16, columns]);
        let first = number as u64 * u64::from(rows) * u64::from(columns);
        let dst = Endpoint { addr: isa::address::TransferAddress(first), h: rows, ..whole };
        let src = Endpoint::local(self.chip, self.buffers[number].pooled, shape);
        tdma::Tensor { dst, src, direction: Direction::Store, ..tdma::Tensor::default() }
    }
}

fn tile(number: usize) -> Tile {
    let first = (number * TILE).saturating_sub(1);
    let last = (number * TILE + TILE + 1).min(HEIGHT);
    Tile { first, rows: last - first, above: u8::from(number == 0), below: u8::from(number + 1 == TILES) }
}

fn load() -> tdma::Tensor {
    tdma::Tensor { direction: Direction::Load, ..tdma::Tensor::default() }
}
