//! Pictures of numbers.

use super::{Command, Completes, Group};
use crate::answer::Answer;
use crate::area::name_and_index;
use crate::debugger::Debugger;
use crate::session::Session;
use crate::views::image::{Image, Order};
use crate::views::tensor;

pub(super) const COMMANDS: &[Command] = &[Command {
    name: "image",
    aliases: &["img", "picture"],
    usage: "image OPERAND[SLICE] | TENSOR[SLICE] [FILE]",
    summary: "draws an operand or a tensor as a picture, or writes it to a .png, .ppm or .pgm file",
    details: "image input                 an operand of the next descriptor\nimage conv1[0,3]            one channel\nimage conv1 conv1.png       to a file, a pixel for each number\nThree channels are red, green and blue, in the order the model says; of others each is a grey picture.",
    ..Command::of(Group::Looking, Completes::Operands, image)
}];

fn image(debugger: &mut Debugger, arguments: &str) -> Result<Answer, String> {
    if arguments.is_empty() {
        return Err("there is nothing to draw; name an operand or a tensor".into());
    }
    let is_file = |word: &str| word.contains('.') && !word.ends_with(']');
    let (what, path) = match arguments.rsplit_once(' ') {
        Some((what, path)) if is_file(path) => (what.trim(), Some(path)),
        _ => (arguments, None),
    };
    let numbers = tensor::named(&debugger.session, debugger.session.position(), what)?;
    let image = Image::new(&numbers, order(&debugger.session, what));
    let mut value = numbers.json();
    value["picture"] = image.json();
    let Some(path) = path else { return Ok(Answer::new(image.text(debugger.width), value)) };
    let picture = image.picture();
    debugger.files.write(path, &picture.file(path)?)?;
    let told = format!("{}\n{} x {} pixels in {path}\n", image.line(), picture.width, picture.height);
    Ok(Answer::new(told, value))
}

/// What the model says of the tensor.
fn order(session: &Session, text: &str) -> Order {
    let symbol = name_and_index(text).ok().and_then(|(name, _)| session.symbols().symbol(&name).ok());
    let tensor = symbol.and_then(|symbol| session.target().model()?.tensors().get(symbol.number?));
    let format = tensor.and_then(|tensor| tensor.pixel_format.as_deref());
    if format.is_some_and(|format| format.starts_with("BGR")) { Order::Bgr } else { Order::Rgb }
}
