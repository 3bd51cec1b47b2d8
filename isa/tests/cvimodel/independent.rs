//! The `flatbuffers` crate as second opinion: it walks and checks the tables we write, and writes tables we read.

use crate::{
    expected::stored_values,
    samples::{fetched_sample, sample},
};
use flatbuffers::{
    FlatBufferBuilder, ForwardsUOffset, InvalidFlatbuffer, TableVerifier, Vector, Verifiable, Verifier,
    VerifierOptions, WIPOffset,
};
use isa::container::cvimodel::{DataType, Model};
use std::{cell::RefCell, marker::PhantomData};

/// What the crate found at a field: which field, and where its bytes are.
type Seen = (&'static str, Stored, usize);

#[derive(Clone, Copy)]
enum Stored {
    Number(usize),
    Text,
    Numbers(usize),
    Table,
}

thread_local! {
    static SEEN: RefCell<Vec<Seen>> = const { RefCell::new(Vec::new()) };
    static FIELD: RefCell<&'static str> = const { RefCell::new("") };
}

fn see(stored: Stored, position: usize) {
    SEEN.with_borrow_mut(|seen| seen.push((FIELD.with_borrow(|field| *field), stored, position)));
}

/// A scalar checked by the crate.
struct Number<T>(PhantomData<T>);

impl<T: Verifiable> Verifiable for Number<T> {
    fn run_verifier(verifier: &mut Verifier, position: usize) -> Result<(), InvalidFlatbuffer> {
        T::run_verifier(verifier, position)?;
        see(Stored::Number(size_of::<T>()), position);
        Ok(())
    }
}

struct Text;

impl Verifiable for Text {
    fn run_verifier(verifier: &mut Verifier, position: usize) -> Result<(), InvalidFlatbuffer> {
        <&str>::run_verifier(verifier, position)?;
        see(Stored::Text, position);
        Ok(())
    }
}

struct Numbers<T>(PhantomData<T>);

impl<T: 'static> Verifiable for Numbers<T>
where
    Vector<'static, T>: Verifiable,
{
    fn run_verifier(verifier: &mut Verifier, position: usize) -> Result<(), InvalidFlatbuffer> {
        <Vector<'static, T> as Verifiable>::run_verifier(verifier, position)?;
        see(Stored::Numbers(size_of::<T>()), position);
        Ok(())
    }
}

/// The version: three bytes inside the outermost table.
struct ThreeBytes;

impl Verifiable for ThreeBytes {
    fn run_verifier(verifier: &mut Verifier, position: usize) -> Result<(), InvalidFlatbuffer> {
        verifier.range_in_buffer(position, 3)?;
        (position..position + 3).for_each(|byte| see(Stored::Number(1), byte));
        Ok(())
    }
}

type List<T> = ForwardsUOffset<Vector<'static, ForwardsUOffset<T>>>;
type At<T> = ForwardsUOffset<T>;

/// Field `slot` of a table, under the name its values are recorded with.
fn field<'v, 'o, 'b, T: Verifiable>(
    table: TableVerifier<'v, 'o, 'b>,
    name: &'static str,
    slot: u16,
    required: bool,
) -> Result<TableVerifier<'v, 'o, 'b>, InvalidFlatbuffer> {
    FIELD.with_borrow_mut(|field| *field = name);
    table.visit_field::<T>(name, 4 + 2 * slot, required)
}

macro_rules! walk {
    ($($table:ident { $($slot:literal $name:literal $type:ty $(, $required:ident)?;)* })*) => { $(
        struct $table;

        impl Verifiable for $table {
            fn run_verifier(verifier: &mut Verifier, position: usize) -> Result<(), InvalidFlatbuffer> {
                FIELD.with_borrow_mut(|field| *field = stringify!($table));
                see(Stored::Table, position);
                let table = verifier.visit_table(position)?;
                $( let table = field::<$type>(table, $name, $slot, false $(|| $required)?)?; )*
                table.finish();
                Ok(())
            }
        }
    )* };
}

const REQUIRED: bool = true;

walk! {
    ShapeTable { 0 "dim" At<Numbers<i64>>, REQUIRED; }
    QuantTable {
        0 "type" Number<u8>; 1 "max" Number<f32>; 2 "min" Number<f32>; 3 "zero" Number<f32>; 4 "scale" Number<f32>;
    }
    TensorTable {
        0 "id" Number<u32>; 1 "name" At<Text>, REQUIRED; 2 "offset" Number<i64>; 3 "dtype" Number<u8>;
        4 "shape" At<ShapeTable>, REQUIRED; 5 "stride" At<ShapeTable>; 6 "quant" At<QuantTable>;
        7 "overwrote" Number<bool>; 8 "scales" At<Numbers<f32>>; 9 "mean" At<Numbers<f32>>; 10 "pixel" At<Text>;
        11 "aligned" Number<bool>; 12 "size" Number<u32>;
    }
    WeightTable {
        0 "name" At<Text>; 1 "offset" Number<i64>; 2 "size" Number<u32>; 3 "shape" At<ShapeTable>; 4 "type" Number<u8>;
    }
    PreTable {
        0 "color" At<Text>; 1 "raw" Number<f32>; 2 "mean" At<Text>; 3 "std" At<Text>; 4 "input" Number<f32>;
        5 "format" At<Text>;
    }
    PostTable { 0 "softmax" Number<bool>; }
    TpuTable { 0 "cmdbuf" At<Text>; 1 "dmabuf" At<Text>; }
    CpuTable { 0 "function" At<Text>, REQUIRED; 1 "arguments" At<Numbers<u8>>, REQUIRED; }
    RoutineTable {
        0 "type" Number<u8>; 1 "in" List<Text>; 2 "out" List<Text>; 3 "tpu" At<TpuTable>; 4 "cpu" At<CpuTable>;
    }
    ProgramTable {
        0 "batch" Number<u32>; 1 "neuron" Number<u32>; 2 "in" List<Text>, REQUIRED; 3 "out" List<Text>, REQUIRED;
        4 "tensors" List<TensorTable>, REQUIRED; 5 "routines" List<RoutineTable>, REQUIRED;
        6 "shared" Number<u32>; 7 "private" Number<u32>;
    }
    SectionTable {
        0 "type" Number<u8>; 1 "name" At<Text>, REQUIRED; 2 "size" Number<u32>; 3 "offset" Number<u32>;
        4 "encrypt" Number<bool>; 5 "compress" Number<bool>; 6 "plain" Number<u32>;
    }
    BodyTable {
        0 "version" ThreeBytes, REQUIRED; 1 "name" At<Text>, REQUIRED; 2 "time" At<Text>; 3 "pre" At<PreTable>;
        4 "post" At<PostTable>; 5 "weights" List<WeightTable>; 6 "programs" List<ProgramTable>, REQUIRED;
        7 "sections" List<SectionTable>, REQUIRED; 8 "target" At<Text>; 9 "compiler" At<Text>;
    }
}

/// What the crate makes of the tables: one line for each value stored.
pub(crate) fn crate_view(tables: &[u8]) -> Result<Vec<String>, InvalidFlatbuffer> {
    SEEN.with_borrow_mut(Vec::clear);
    let options = VerifierOptions { max_apparent_size: usize::MAX, ..VerifierOptions::default() };
    <At<BodyTable>>::run_verifier(&mut Verifier::new(&options, tables), 0)?;
    Ok(SEEN.with_borrow(|seen| seen.iter().map(|seen| line(tables, seen)).collect()))
}

fn line(tables: &[u8], (name, stored, position): &Seen) -> String {
    let bytes = |start: usize, size: usize| &tables[start..start + size];
    let count = || u32::from_le_bytes(bytes(*position, 4).try_into().unwrap()) as usize;
    match stored {
        Stored::Table => format!("{name}:"),
        Stored::Number(size) => format!("{name}={:?}", bytes(*position, *size)),
        Stored::Text => format!("{name}={:?}", str::from_utf8(bytes(position + 4, count())).unwrap()),
        Stored::Numbers(size) => format!("{name}={:?}", bytes(position + 4, count() * size)),
    }
}

/// The tables of a file.
pub(crate) fn tables(file: &[u8]) -> &[u8] {
    let size = u32::from_le_bytes(file[8..12].try_into().unwrap()) as usize;
    &file[48..48 + size]
}

/// The crate accepts what we wrote and finds every value where the format says.
pub(crate) fn assert_same(model: &Model<'_>) {
    let file = model.write().unwrap();
    let ours = stored_values(&model.body);
    // The name under which the crate reports the elements of a vector is that of the last field inside them.
    let strip = |line: &String| line.split_once('=').map_or_else(|| line.clone(), |(_, value)| value.to_owned());
    let theirs = crate_view(tables(&file)).unwrap();
    let (ours, theirs): (Vec<_>, Vec<_>) = (ours.iter().map(strip).collect(), theirs.iter().map(strip).collect());
    assert_eq!(ours, theirs);
}

#[test]
fn the_crate_reads_what_we_write() {
    for model in [sample(), fetched_sample()] {
        assert_same(&model);
    }
}

/// A model file with tables written by the crate: one program, which lists its only tensor `count` times.
pub(crate) fn written_by_the_crate(count: usize) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let name = builder.create_string("other");
    let tensor = crate_tensor(&mut builder);
    let tensors = builder.create_vector(&vec![tensor; count]);
    let no_tables: [WIPOffset<flatbuffers::TableFinishedWIPOffset>; 0] = [];
    let (routines, sections) = (builder.create_vector(&no_tables), builder.create_vector(&no_tables));
    let (input, output) = (builder.create_string("x"), builder.create_string("y"));
    let (inputs, outputs) = (builder.create_vector(&[input]), builder.create_vector(&[output]));
    let start = builder.start_table();
    builder.push_slot_always(8, inputs);
    builder.push_slot_always(10, outputs);
    builder.push_slot_always(12, tensors);
    builder.push_slot_always(14, routines);
    builder.push_slot(18, 77_u32, 0);
    let program = builder.end_table(start);
    let programs = builder.create_vector(&[program]);
    let start = builder.start_table();
    // The crate cannot store three bytes in a row safely; the fourth is not looked at.
    builder.push_slot_always(4, u32::from_le_bytes([1, 4, 2, 0]));
    builder.push_slot_always(6, name);
    builder.push_slot_always(16, programs);
    builder.push_slot_always(18, sections);
    builder.push_slot(30, 5_u32, 0);
    let root = builder.end_table(start);
    builder.finish_minimal(root);
    with_header(builder.finished_data())
}

fn crate_tensor<'b>(builder: &mut FlatBufferBuilder<'b>) -> WIPOffset<flatbuffers::TableFinishedWIPOffset> {
    let name = builder.create_string("x");
    let dims = builder.create_vector(&[1_i64, 2, 3, -1]);
    let start = builder.start_table();
    builder.push_slot_always(4, dims);
    let shape = builder.end_table(start);
    let scale = builder.create_vector(&[0.5_f32]);
    let start = builder.start_table();
    builder.push_slot_always(6, name);
    builder.push_slot(8, 3_i64 << 40, 0);
    builder.push_slot(10, 6_u8, 0);
    builder.push_slot_always(12, shape);
    builder.push_slot(18, true, false);
    builder.push_slot_always(20, scale);
    builder.end_table(start)
}

fn with_header(tables: &[u8]) -> Vec<u8> {
    let mut file = b"CviModel".to_vec();
    file.extend((tables.len() as u32).to_le_bytes());
    file.extend([1, 4]);
    file.extend([0; 16]);
    file.extend(b"cv181x\0\0\0\0\0\0\0\0\0\0Cv");
    file.extend(tables);
    file
}

#[test]
fn we_read_what_the_crate_writes() {
    let file = written_by_the_crate(1);
    let (model, findings) = Model::read(&file).unwrap();
    assert_eq!((model.body.name.as_str(), model.body.version.patch), ("other", 2));
    assert_eq!((model.body.build_time.as_str(), model.body.weights.len()), ("", 0));
    let program = &model.body.programs[0];
    assert_eq!((program.private_size, program.shared_size), (77, 0));
    assert_eq!((&program.inputs[..], &program.outputs[..]), (&["x".to_owned()][..], &["y".to_owned()][..]));
    let tensor = &program.tensors[0];
    assert_eq!((tensor.offset, tensor.data_type, tensor.overwritten), (3 << 40, DataType::Int8, true));
    assert_eq!((&tensor.shape.dims[..], &tensor.scale[..]), (&[1, 2, 3, -1][..], &[0.5][..]));
    assert_eq!((&tensor.quantisation, &tensor.pixel_format), (&None, &None));
    let texts: Vec<&str> = findings.iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(texts, ["no MD5 is stored", "`Body` has fields from number 13 on that are not known (1 of these)"]);
}
