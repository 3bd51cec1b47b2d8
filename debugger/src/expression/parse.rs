//! From text to expression.

use super::{Expression, Operator};

/// Deepest nesting, so that no text overflows the stack.
const DEEPEST: usize = 100;

/// Reads an expression.
///
/// # Errors
/// Says what was found where, and what was expected.
pub fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    let expression = parser.level(0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some(token) => {
            Err(format!("`{}` does not fit behind what stands before it; join both with `&&`", token.text()))
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Sign(&'static str),
}

impl Token {
    fn text(&self) -> String {
        match self {
            Token::Number(number) => number.to_string(),
            Token::Name(name) => name.clone(),
            Token::Sign(sign) => (*sign).to_owned(),
        }
    }
}

/// Longer signs first.
const SIGNS: [&str; 20] =
    ["||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "&", "!", "(", ")", "[", "]", ","];

/// Operators by how loosely they join.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Different),
        ("<", Operator::Less),
        ("<=", Operator::AtMost),
        (">", Operator::More),
        (">=", Operator::AtLeast),
    ],
    &[("&", Operator::Bits)],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over), ("%", Operator::Rest)],
];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '0'..='9' => numeral(rest)?,
            '\'' | '"' => quoted(rest, first)?,
            _ if is_name(first) => name(rest),
            _ => sign(rest, first)?,
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.')
}

fn length_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

fn numeral(text: &str) -> Result<(Token, usize), String> {
    let length = length_of(text, |letter| letter.is_ascii_alphanumeric() || letter == '.');
    let word = &text[..length];
    let number = match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok().map(|number| number as f64),
        None => word.parse().ok(),
    };
    match number {
        Some(number) => Ok((Token::Number(number), length)),
        None => Err(format!("`{word}` is no number; write names that start with a digit in quotes")),
    }
}

fn quoted(text: &str, quote: char) -> Result<(Token, usize), String> {
    match text[1..].find(quote) {
        Some(end) => Ok((Token::Name(text[1..=end].to_owned()), end + 2)),
        None => Err(format!("a name has no closing {quote}")),
    }
}

fn name(text: &str) -> (Token, usize) {
    let length = length_of(text, is_name);
    let token = match &text[..length] {
        "and" => Token::Sign("&&"),
        "or" => Token::Sign("||"),
        "not" => Token::Sign("!"),
        word => Token::Name(word.to_owned()),
    };
    (token, length)
}

fn sign(text: &str, first: char) -> Result<(Token, usize), String> {
    let found = SIGNS.iter().find(|sign| text.starts_with(**sign));
    found.map(|sign| (Token::Sign(sign), sign.len())).ok_or_else(|| {
        format!("`{}` has no meaning in a condition (allowed: {})", first.escape_debug(), SIGNS.join(" "))
    })
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.next), Some(Token::Sign(next)) if *next == sign);
        self.next += usize::from(found);
        found
    }

    fn level(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.level(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.take(sign)) {
            let right = self.level(level + 1)?;
            left = Expression::Pair(Box::new(left), *operator, Box::new(right));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("more than {DEEPEST} signs or brackets inside each other; write it flatter"));
        }
        let expression = if self.take("!") {
            Expression::Not(Box::new(self.unary()?))
        } else if self.take("-") {
            Expression::Negative(Box::new(self.unary()?))
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn primary(&mut self) -> Result<Expression, String> {
        if self.take("(") {
            let inner = self.level(0)?;
            return if self.take(")") { Ok(inner) } else { Err("a `(` has no closing `)`".into()) };
        }
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        match token {
            Some(Token::Number(number)) => Ok(Expression::Number(number)),
            Some(Token::Name(name)) if self.take("[") => Ok(Expression::Element(name, self.index()?)),
            Some(Token::Name(name)) => Ok(Expression::Name(name)),
            Some(Token::Sign(sign)) => Err(format!("`{sign}` stands where a name or number is expected")),
            None => Err("the condition ends where a name or number is expected".into()),
        }
    }

    fn index(&mut self) -> Result<Vec<Expression>, String> {
        let mut index = Vec::new();
        loop {
            index.push(self.level(0)?);
            if self.take("]") {
                return Ok(index);
            }
            if !self.take(",") {
                return Err("a `[` has no closing `]`".into());
            }
        }
    }
}
