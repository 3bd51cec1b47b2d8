/* Squares sixteen bytes and rounds eight bf16 numbers, on every chip, under another rounding mode of the host. */
#include "cvicmodel.h"
#include "program.h"
#include <fenv.h>
#include <stdio.h>
#include <string.h>

#define CHECK(condition)                                                                                               \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s, line %d: %s\n", chip->name, __LINE__, #condition);                                          \
      return 1;                                                                                                        \
    }                                                                                                                  \
  } while (0)

enum { WINDOW = 0x1000, INPUT = 0x4000, OUTPUT = 0x5000, BYTES = 16, NUMBERS = 8, RESULTS = BYTES + NUMBERS };

static int try_chip(const struct chip *chip) {
  bmmod_t model = NULL;
  uint8_t input[BYTES + 2 * NUMBERS], output[RESULTS], lane[BYTES], expected[RESULTS];
  uint64_t start = chip->info.gmem_start;
  int i;
  for (i = 0; i < BYTES; i++) {
    input[i] = (uint8_t)i;
    expected[i] = (uint8_t)(i * i);
  }
  for (i = 0; i < NUMBERS; i++) { /* 13.75 */
    input[BYTES + 2 * i] = 0x5c;
    input[BYTES + 2 * i + 1] = 0x41;
    expected[BYTES + i] = 14;
  }
  CHECK(bm_cmodel_init(&model, &chip->info) == 0 && model != NULL);
  CHECK(bm_cmodel_write_gmem(model, 0, chip->tiu, sizeof chip->tiu) == 0);
  CHECK(bm_cmodel_write_gmem(model, WINDOW, chip->tdma, sizeof chip->tdma) == 0);
  CHECK(bm_cmodel_set_base_reg(model, 3, start + INPUT) == 0);
  CHECK(bm_cmodel_set_base_reg(model, 4, start + OUTPUT) == 0);
  CHECK(bm_cmodel_read_base_reg(model, 4) == start + OUTPUT);
  memcpy(bm_cmodel_get_chipGmem(model) + INPUT, input, sizeof input);
  CHECK(fesetround(FE_TOWARDZERO) == 0);
  CHECK(bm_cmodel_run_gmem_cmdbuf(model, 0, sizeof chip->tiu, WINDOW, sizeof chip->tdma) == 0);
  CHECK(fegetround() == FE_TOWARDZERO && fesetround(FE_TONEAREST) == 0);
  CHECK(memcmp(bm_cmodel_get_chipGmem(model) + OUTPUT, expected, RESULTS) == 0);
  CHECK(bm_cmodel_read_gmem(model, OUTPUT, output, RESULTS) == 0 && memcmp(output, expected, RESULTS) == 0);
  CHECK(bm_cmodel_read_lmem(model, 0, lane, BYTES) == 0 && memcmp(lane, input, BYTES) == 0);
  CHECK(bm_cmodel_exit(model) == 0);
  CHECK(bm_cmodel_exit(model) == -1);
  CHECK(bm_cmodel_get_chipGmem(model) == NULL);
  return 0;
}

int main(void) {
  size_t i;
  for (i = 0; i < sizeof chips / sizeof *chips; i++)
    if (try_chip(&chips[i]) != 0)
      return 1;
  return 0;
}
