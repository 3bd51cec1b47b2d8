/* Loads sixteen bytes, squares them, stores the squares: once per chip. */
#include "cvicmodel.h"
#include "program.h"
#include <stdio.h>
#include <string.h>

#define CHECK(condition)                                                                                               \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s, line %d: %s\n", chip->name, __LINE__, #condition);                                          \
      return 1;                                                                                                        \
    }                                                                                                                  \
  } while (0)

enum { WINDOW = 0x1000, INPUT = 0x4000, OUTPUT = 0x5000, BYTES = 16 };

static int try_chip(const struct chip *chip) {
  bmmod_t model = NULL;
  uint8_t input[BYTES], output[BYTES], lane[BYTES], expected[BYTES];
  uint64_t start = chip->info.gmem_start;
  int i;
  for (i = 0; i < BYTES; i++) {
    input[i] = (uint8_t)i;
    expected[i] = (uint8_t)(i * i);
  }
  CHECK(bm_cmodel_init(&model, &chip->info) == 0 && model != NULL);
  CHECK(bm_cmodel_write_gmem(model, 0, chip->tiu, sizeof chip->tiu) == 0);
  CHECK(bm_cmodel_write_gmem(model, WINDOW, chip->tdma, sizeof chip->tdma) == 0);
  CHECK(bm_cmodel_set_base_reg(model, 3, start + INPUT) == 0);
  CHECK(bm_cmodel_set_base_reg(model, 4, start + OUTPUT) == 0);
  CHECK(bm_cmodel_read_base_reg(model, 4) == start + OUTPUT);
  memcpy(bm_cmodel_get_chipGmem(model) + INPUT, input, BYTES);
  CHECK(bm_cmodel_run_gmem_cmdbuf(model, 0, sizeof chip->tiu, WINDOW, sizeof chip->tdma) == 0);
  CHECK(memcmp(bm_cmodel_get_chipGmem(model) + OUTPUT, expected, BYTES) == 0);
  CHECK(bm_cmodel_read_gmem(model, OUTPUT, output, BYTES) == 0 && memcmp(output, expected, BYTES) == 0);
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
