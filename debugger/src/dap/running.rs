//! Requests that move the run, and where it comes to rest.

use super::brake::Brake;
use super::conversation::Voice;
use super::{Adapter, Event, Exception, Reply, variables};
use crate::answer::Answer;
use crate::commands::{self, Group, arrival_reason};
use serde_json::{Value, json};

/// Where the run goes once the request for it is answered.
pub(super) enum Motion {
    /// Nowhere: it is told that it stands, and why.
    Stay(&'static str),
    /// To the start, and on from there unless it waits for the editor.
    Start,
    /// Where a command line takes it, with what is told where nothing stops it.
    Line(String, &'static str),
}

impl Adapter {
    pub(super) fn moving_request(&self, command: &str, arguments: &Value) -> Option<Result<Reply, String>> {
        let (line, reason) = match command {
            "continue" => ("continue", "step"),
            // A line is a descriptor; stepping out goes by layers.
            "next" | "stepIn" => ("step", "step"),
            "stepOut" => ("next", "step"),
            "stepBack" => ("reverse-step", "step"),
            "reverseContinue" => ("reverse-continue", "step"),
            "restart" => return Some(Ok(Reply::motion(Motion::Start))),
            "goto" => return Some(self.goto(arguments)),
            _ => return None,
        };
        let mut reply = Reply::motion(Motion::Line(line.into(), reason));
        if command == "continue" {
            reply.body = json!({ "allThreadsContinued": true });
        }
        Some(Ok(reply))
    }

    fn goto(&self, arguments: &Value) -> Result<Reply, String> {
        let last = self.debugger.session.turns().len();
        let target = arguments["targetId"].as_u64().filter(|target| *target <= last as u64);
        let target = target.ok_or_else(|| format!("goto needs a targetId (allowed: 0 to {last})"))?;
        Ok(Reply::motion(Motion::Line(format!("goto {target}"), "goto")))
    }

    /// The run shall stand; it may do so already.
    pub(super) fn pause(&mut self) -> Reply {
        if std::mem::take(&mut self.paused) { Reply::default() } else { Reply::motion(Motion::Stay("pause")) }
    }

    /// A line of the console that moves the run.
    pub(super) fn moving_line(&self, line: &str) -> Option<Reply> {
        let word = line.split([' ', '/']).next().filter(|word| !word.is_empty())?;
        let command = commands::find(word).ok()?;
        let moves = command.group == Group::Running && command.name != "bookmark";
        moves.then(|| {
            let thread = variables::current_thread(&self.debugger.session);
            let continued = ("continued", json!({ "threadId": thread, "allThreadsContinued": true }));
            let body = json!({ "result": "", "variablesReference": 0 });
            Reply { body, events: vec![continued], motion: Some(Motion::Line(line.into(), "step")), parting: None }
        })
    }

    /// Goes, and tells where the run came to rest.
    pub(super) fn go(&mut self, motion: Motion, brake: &Brake, voice: &mut Voice<'_>) -> std::io::Result<()> {
        (self.paused, self.exception) = (false, None);
        match motion {
            Motion::Stay(reason) => voice.tell("stopped", self.standing(reason)),
            Motion::Start if self.stops_on_entry => self.travel("goto 0", "entry", brake, voice),
            Motion::Start => self.travel("run", "entry", brake, voice),
            Motion::Line(line, reason) => self.travel(&line, reason, brake, voice),
        }
    }

    /// Executes a command that moves; log points let it go on.
    fn travel(
        &mut self,
        line: &str,
        reason: &'static str,
        brake: &Brake,
        voice: &mut Voice<'_>,
    ) -> std::io::Result<()> {
        let mut line = line;
        loop {
            brake.release();
            let answer = match self.debugger.execute(line) {
                Ok(answer) => answer,
                Err(why) => {
                    voice.tell("output", json!({ "category": "stderr", "output": format!("{why}\n") }))?;
                    return voice.tell("stopped", self.standing(reason));
                }
            };
            let numbers = numbers(&answer.value);
            for message in numbers.iter().filter_map(|number| self.log(*number)).collect::<Vec<_>>() {
                voice.tell("output", json!({ "category": "console", "output": message }))?;
            }
            let logs_only = !numbers.is_empty() && numbers.iter().all(|number| self.logs.contains_key(number));
            match goes_on(line) {
                Some(further) if logs_only => line = further,
                _ => {
                    return self
                        .arrival(&answer, reason)
                        .into_iter()
                        .try_for_each(|(name, body)| voice.tell(name, body));
                }
            }
        }
    }

    /// What is told of where the run came to rest.
    pub(super) fn arrival(&mut self, answer: &Answer, reason: &'static str) -> Vec<Event> {
        let numbers = numbers(&answer.value);
        let fault = answer.value["fault"].as_str();
        let told = match arrival_reason(&answer.value) {
            "stop" => self.reason_of(&numbers),
            "interrupt" => "pause",
            "fault" => "exception",
            _ => reason,
        };
        self.paused = told == "pause";
        self.exception = fault.map(|fault| Exception { id: "fault", description: fault.to_owned() });
        if let Some(number) = numbers.iter().find(|number| self.set.exceptions.contains(number)) {
            let text = self.debugger.stops.get(*number).map_or("", |stop| &stop.text);
            let id = if text.contains("nan") { "nan" } else { "saturation" };
            self.exception = Some(Exception { id, description: answer.text.lines().next().unwrap_or(text).to_owned() });
        }
        let mut body = self.standing(told);
        let hit: Vec<usize> = numbers.into_iter().filter(|number| self.set.all().any(|one| one == number)).collect();
        if !hit.is_empty() {
            body["hitBreakpointIds"] = json!(hit);
        }
        let output = json!({ "category": "console", "output": answer.text });
        vec![("output", output), ("stopped", body)]
    }

    /// Which of the editor's kinds of breakpoints these stops are.
    fn reason_of(&self, numbers: &[usize]) -> &'static str {
        let kinds = [
            (&self.set.exceptions, "exception"),
            (&self.set.data, "data breakpoint"),
            (&self.set.functions, "function breakpoint"),
            (&self.set.instructions, "instruction breakpoint"),
        ];
        let found = kinds.iter().find(|(set, _)| numbers.iter().any(|number| set.contains(number)));
        found.map_or("breakpoint", |(_, reason)| reason)
    }

    fn standing(&self, reason: &str) -> Value {
        let session = &self.debugger.session;
        let mut body = json!({
            "reason": reason, "threadId": variables::current_thread(session), "allThreadsStopped": true,
        });
        if session.current().is_none() {
            body["description"] = json!("Paused at the end of the run");
        }
        if let Some(exception) = &self.exception {
            body["text"] = json!(exception.description);
        }
        body
    }

    /// What a log point prints here: text with values in braces.
    fn log(&self, number: usize) -> Option<String> {
        let mut rest = self.logs.get(&number)?.as_str();
        let mut message = String::new();
        while let Some((front, behind)) = rest.split_once('{') {
            let Some((expression, behind)) = behind.split_once('}') else { break };
            message += front;
            message += &self.short_value(expression.trim());
            rest = behind;
        }
        Some(format!("{message}{rest}\n"))
    }

    fn short_value(&self, expression: &str) -> String {
        let session = &self.debugger.session;
        match commands::value_at(session, session.position(), expression) {
            Ok(Answer { value: Value::String(text), .. }) => text,
            Ok(Answer { value: value @ Value::Number(_), .. }) => crate::element::text(value.as_f64().unwrap_or(0.0)),
            Ok(answer) => answer.text.lines().next().unwrap_or_default().to_owned(),
            Err(why) => format!("{{{why}}}"),
        }
    }
}

/// The line that goes on behind a log point as `line` would have, if it runs on to anywhere.
fn goes_on(line: &str) -> Option<&str> {
    match commands::find(line.split(' ').next().unwrap_or_default()).ok()?.name {
        "continue" | "run" => Some("continue"),
        "reverse-continue" => Some("reverse-continue"),
        "until" => Some(line),
        _ => None,
    }
}

/// The stops that an answer says were met.
fn numbers(value: &Value) -> Vec<usize> {
    let stops = value["stops"].as_array().into_iter().flatten();
    stops.filter_map(Value::as_u64).filter_map(|number| usize::try_from(number).ok()).collect()
}
