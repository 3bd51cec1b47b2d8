# Descriptors where gdb prints instructions: `source` this file, then use `x/4i $pc` and `disassemble`.
# It needs gdb 13 or newer; everything else works without it.

import gdb
import gdb.disassembler


class Descriptors(gdb.disassembler.Disassembler):
    """Asks the debugger for the text of the descriptor at an address."""

    def __init__(self):
        super().__init__("tpuscope")

    def __call__(self, info):
        answer = gdb.execute(f"monitor at {info.address:#x}", to_string=True).strip()
        length, _, text = answer.partition(" ")
        if not length.isdigit() or int(length) == 0:
            return None
        return gdb.disassembler.DisassemblerResult(int(length), text)


gdb.disassembler.register_disassembler(Descriptors())
