# What makes gdb feel at home: `source` this file. It needs gdb 13 or newer; everything else works without it.
#
# - `x/4i $pc` and `disassemble` print descriptors.
# - Behind `monitor` commands that move or change anything, gdb looks again at registers and memory, and shows where the run is.
# - Where a descriptor cannot run, gdb says why.
# - Tensors of any size can be printed and watched, and bytes are numbers.

import gdb
import gdb.disassembler


class Session:
    """Where the run is, before and behind a `monitor` command."""

    step = None

    @staticmethod
    def number(register):
        try:
            return int(gdb.parse_and_eval(register))
        except gdb.error:
            return None

    @classmethod
    def before(cls):
        cls.step = cls.number("$step")

    @classmethod
    def after(cls):
        if cls.step is None:
            return
        for cache in ("register-cache", "dcache"):
            gdb.execute(f"maintenance flush {cache}", to_string=True)
        if cls.number("$step") != cls.step:
            cls.switch(cls.number("$engine"))
            gdb.execute("frame")

    @staticmethod
    def switch(engine):
        for thread in gdb.selected_inferior().threads():
            if thread.ptid[1] == engine:
                thread.switch()


class Descriptors(gdb.disassembler.Disassembler):
    """Reads the text of a descriptor where the debugger shows it in memory."""

    LONGEST = 1024

    def __init__(self):
        super().__init__("tpuscope")

    def __call__(self, info):
        place = (1 << 48) + (info.address << 12)
        try:
            shown = bytes(gdb.selected_inferior().read_memory(place, self.LONGEST))
        except gdb.MemoryError:
            return None
        text = shown[1:].split(b"\0")[0].decode(errors="replace")
        return gdb.disassembler.DisassemblerResult(shown[0], text)


class Bytes:
    """Numbers of one byte, which gdb takes for letters."""

    NAMES = ("int8_t", "uint8_t")

    def __init__(self, value):
        first, last = value.type.range()
        self.numbers = ((str(at), int(value[at])) for at in range(first, last + 1))

    def children(self):
        return self.numbers

    @staticmethod
    def display_hint():
        return "array"


class Byte:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return str(int(self.value))


def printer(value):
    if value.type.name in Bytes.NAMES:
        return Byte(value)
    if value.type.code == gdb.TYPE_CODE_ARRAY and value.type.target().name in Bytes.NAMES:
        return Bytes(value)
    return None


def stopped(event):
    """Says what is wrong with a descriptor that cannot run; the debugger tells it with its thread."""
    if isinstance(event, gdb.SignalEvent) and event.stop_signal == "SIGILL":
        print(gdb.selected_thread().details)


gdb.events.stop.connect(stopped)
gdb.pretty_printers.append(printer)
gdb.disassembler.register_disassembler(Descriptors())
gdb.execute("set max-value-size unlimited")
tpuscope = Session
gdb.execute("define hook-monitor\npython tpuscope.before()\nend")
gdb.execute("define hookpost-monitor\npython tpuscope.after()\nend")
