//! Conditions and values as people write them: `opd0.c > 32 && relu`, `dram[0x100] != 0`, `'conv1'[0,3,1,1] < -100`.

mod parse;

pub use parse::parse;

use std::fmt;

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number; every field fits exactly.
    Number(f64),
    /// A name, such as that of an operation.
    Text(String),
}

impl Value {
    /// Whether a condition that is this value holds.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Value::Number(number) => *number != 0.0,
            Value::Text(text) => !text.is_empty(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                let whole = *number as i64;
                if whole.abs() < 10 { write!(f, "{whole}") } else { write!(f, "{whole} ({whole:#x})") }
            }
            Value::Number(number) => write!(f, "{number}"),
            Value::Text(text) => f.write_str(text),
        }
    }
}

/// Joins two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `%`
    Rest,
    /// `&`
    Bits,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A name that the surroundings know, or a word to compare with.
    Name(String),
    /// `!x`
    Not(Box<Expression>),
    /// `-x`
    Negative(Box<Expression>),
    /// Two joined.
    Pair(Box<Expression>, Operator, Box<Expression>),
    /// Something behind a name in brackets: memory, or an element of a tensor.
    Element(String, Vec<Expression>),
}

/// What names stand for.
pub trait Names {
    /// The value of a name; `None` where there is no such thing here.
    fn name(&self, name: &str) -> Option<Value>;
    /// The value of an element; `None` where there is no such thing here.
    fn element(&self, name: &str, index: &[f64]) -> Option<f64>;
}

impl Expression {
    /// The value; `None` where a name means nothing here.
    #[must_use]
    pub fn value(&self, names: &dyn Names) -> Option<Value> {
        match self {
            Expression::Number(number) => Some(Value::Number(*number)),
            Expression::Name(name) => names.name(name),
            Expression::Not(of) => Some(truth(!of.value(names)?.is_true())),
            Expression::Negative(of) => match of.value(names)? {
                Value::Number(number) => Some(Value::Number(-number)),
                Value::Text(_) => None,
            },
            Expression::Pair(left, operator, right) => pair(left, *operator, right, names),
            Expression::Element(name, index) => {
                let index: Option<Vec<f64>> = index.iter().map(|one| number(&one.value(names)?)).collect();
                names.element(name, &index?).map(Value::Number)
            }
        }
    }

    /// Whether it holds; a condition about something that is not here does not.
    #[must_use]
    pub fn holds(&self, names: &dyn Names) -> bool {
        self.value(names).is_some_and(|value| value.is_true())
    }

    /// Every name in it that is no word to compare with.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Expression::Number(_) => Vec::new(),
            Expression::Name(name) => vec![name],
            Expression::Not(of) | Expression::Negative(of) => of.names(),
            Expression::Pair(left, operator, right) => {
                let mut all = left.names();
                let word = operator.compares() && matches!(**right, Expression::Name(_));
                if !word {
                    all.extend(right.names());
                }
                all
            }
            Expression::Element(_, index) => index.iter().flat_map(Expression::names).collect(),
        }
    }

    /// Whether it looks at memory, so that only the run itself can tell.
    #[must_use]
    pub fn reads_memory(&self) -> bool {
        match self {
            Expression::Number(_) | Expression::Name(_) => false,
            Expression::Not(of) | Expression::Negative(of) => of.reads_memory(),
            Expression::Pair(left, _, right) => left.reads_memory() || right.reads_memory(),
            Expression::Element(..) => true,
        }
    }
}

impl Operator {
    fn compares(self) -> bool {
        matches!(self, Operator::Equal | Operator::Different)
    }
}

fn truth(holds: bool) -> Value {
    Value::Number(f64::from(u8::from(holds)))
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(_) => None,
    }
}

fn pair(left: &Expression, operator: Operator, right: &Expression, names: &dyn Names) -> Option<Value> {
    let first = left.value(names)?;
    match operator {
        Operator::And if !first.is_true() => return Some(truth(false)),
        Operator::Or if first.is_true() => return Some(truth(true)),
        _ => {}
    }
    let second = match (right, &first) {
        // A word to compare with, such as the name of an operation.
        (Expression::Name(word), Value::Text(_)) => Value::Text(word.clone()),
        _ => right.value(names)?,
    };
    match operator {
        Operator::And | Operator::Or => Some(truth(second.is_true())),
        Operator::Equal => Some(truth(first == second)),
        Operator::Different => Some(truth(first != second)),
        _ => calculate(number(&first)?, operator, number(&second)?),
    }
}

fn calculate(a: f64, operator: Operator, b: f64) -> Option<Value> {
    Some(match operator {
        Operator::Less => truth(a < b),
        Operator::AtMost => truth(a <= b),
        Operator::More => truth(a > b),
        Operator::AtLeast => truth(a >= b),
        Operator::Plus => Value::Number(a + b),
        Operator::Minus => Value::Number(a - b),
        Operator::Times => Value::Number(a * b),
        Operator::Over if b != 0.0 => Value::Number(a / b),
        Operator::Rest if b != 0.0 => Value::Number(a % b),
        Operator::Bits => Value::Number((a as u64 & b as u64) as f64),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    struct Some3;

    impl Names for Some3 {
        fn name(&self, name: &str) -> Option<Value> {
            match name {
                "input.c" => Some(Value::Number(32.0)),
                "relu" => Some(Value::Number(1.0)),
                "op" => Some(Value::Text("conv".into())),
                _ => None,
            }
        }
        fn element(&self, name: &str, index: &[f64]) -> Option<f64> {
            (name == "dram").then(|| index[0] + 1.0)
        }
    }

    fn holds(text: &str) -> bool {
        parse(text).unwrap().holds(&Some3)
    }

    #[test]
    fn conditions_hold_as_people_read_them() {
        assert!(holds("input.c >= 32 && relu"));
        assert!(holds("op == conv and !(input.c > 0x20)"));
        assert!(holds("dram[4] == 5 || nonsense"));
        assert!(holds("input.c & 32") && holds("1 + 2 * 3 == 7") && holds("-1 < 0"));
        assert!(!holds("op == matmul"));
        assert!(!holds("colour == 3"), "what is not here does not hold");
        assert!(!holds("1 / 0"));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (text, told) in [("", "ends"), ("a >", "ends"), ("(1", "`)`"), ("1 $ 2", "`$`"), ("1 2", "`2`")] {
            assert!(parse(text).unwrap_err().contains(told), "{text}: {}", parse(text).unwrap_err());
        }
        assert!(parse(&"(".repeat(5000)).is_err());
        assert!(parse(&"!".repeat(5000)).is_err());
    }

    #[test]
    fn names_are_found_without_words_to_compare_with() {
        assert_eq!(parse("op == conv && input.c > limit").unwrap().names(), ["op", "input.c", "limit"]);
        assert!(parse("lane[0,4] == 3").unwrap().reads_memory());
    }
}
