//! A board with other values.

use super::boards::{BUSES, CLOCKS, DRIVERS, TRANSFERS};
use isa::chip::Dram;
use isa::cost::{BoardProfile, Evidence};
use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// What a board would have instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WhatIf {
    clock: Option<u32>,
    ddr: Option<u32>,
    bus: Option<u32>,
    driver: Option<u32>,
}

impl FromStr for WhatIf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut changes = WhatIf::default();
        for part in text.split(',') {
            let (name, number) = part
                .split_once('=')
                .ok_or_else(|| format!("`{part}` is no change; write for example clock=800,ddr=2133"))?;
            let (place, allowed) = changes.place(name.trim())?;
            let found = number.trim().parse().ok().filter(|number| allowed.contains(number));
            if place.is_some() {
                return Err(format!("{name} is given twice; give it once"));
            }
            *place = Some(found.ok_or_else(|| {
                format!("{name} is `{number}`, allowed is a whole number from {} to {}", allowed.start(), allowed.end())
            })?);
        }
        match changes.bus.filter(|bus| !BUSES.contains(bus)) {
            Some(bus) => Err(format!("bus is `{bus}`, allowed is {}", BUSES.map(|bits| bits.to_string()).join(", "))),
            None => Ok(changes),
        }
    }
}

impl WhatIf {
    fn place(&mut self, name: &str) -> Result<(&mut Option<u32>, RangeInclusive<u32>), String> {
        Ok(match name {
            "clock" => (&mut self.clock, CLOCKS),
            "ddr" => (&mut self.ddr, TRANSFERS),
            "bus" => (&mut self.bus, 1..=u32::MAX),
            "driver" => (&mut self.driver, DRIVERS),
            _ => {
                return Err(format!(
                    "`{name}` cannot be changed (allowed: clock in MHz, ddr in MT/s, bus in bits, driver in microseconds)"
                ));
            }
        })
    }

    /// `board` with them.
    pub(super) fn apply(&self, board: &BoardProfile) -> BoardProfile {
        let known = |changed: bool, evidence: &Cow<'static, str>| {
            if changed { Cow::Borrowed("supposed") } else { evidence.clone() }
        };
        BoardProfile {
            name: format!("{} with {}", board.name, self.text()).into(),
            tpu_clock_mhz: self.clock.unwrap_or(board.tpu_clock_mhz),
            dram: Dram {
                bus_bits: self.bus.unwrap_or(board.dram.bus_bits),
                mega_transfers: self.ddr.unwrap_or(board.dram.mega_transfers),
            },
            driver_us: self.driver.unwrap_or(board.driver_us),
            evidence: Evidence {
                clock: known(self.clock.is_some(), &board.evidence.clock),
                dram: known(self.ddr.or(self.bus).is_some(), &board.evidence.dram),
                driver: known(self.driver.is_some(), &board.evidence.driver),
            },
            chip: board.chip,
        }
    }

    fn text(&self) -> String {
        let all = [("clock", self.clock), ("ddr", self.ddr), ("bus", self.bus), ("driver", self.driver)];
        let given = all.iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
        given.collect::<Vec<_>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use isa::cost::board;

    #[test]
    fn only_what_is_named_changes() {
        let changes: WhatIf = "clock=800, ddr=2133".parse().unwrap();
        let changed = changes.apply(board("sg2002").unwrap());
        assert_eq!((changed.tpu_clock_mhz, changed.dram.mega_transfers, changed.dram.bus_bits), (800, 2133, 16));
        assert_eq!(
            (changed.name.as_ref(), changed.evidence.dram.as_ref()),
            ("sg2002 with clock=800,ddr=2133", "supposed")
        );
    }

    #[test]
    fn mistakes_name_what_is_allowed() {
        let told = |text: &str| text.parse::<WhatIf>().unwrap_err();
        assert!(told("cpu=1").contains("allowed: clock"));
        assert!(told("clock").contains("clock=800"));
        assert!(told("clock=0").contains("from 1 to 10000"));
        assert!(told("clock=fast").contains("`fast`"));
        assert!(told("bus=12").contains("8, 16"));
        assert!(told("clock=1,clock=2").contains("twice"));
        assert!(told("").contains("no change"));
    }
}
