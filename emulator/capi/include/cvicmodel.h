/*
 * libcvicmodel.so: the ten functions of the vendor's CV18xx TPU simulator library, on top of a bit-exact emulator.
 *
 * Functions that return int return 0 after success and -1 after a problem. A problem is one line on standard error:
 * the function, what is wrong and where, what is allowed, what to do next. It leaves memories and registers as they
 * are, except that descriptors which ran before a faulty one keep their effect. TPUSCOPE_ON_FAULT=abort in the
 * environment ends the process at the first problem instead.
 *
 * Several models may live at once and be used from several threads. Calls on one model take turns. While a run is
 * under way, nobody may write the model's DRAM through bm_cmodel_get_chipGmem. TPUSCOPE_THREADS in the environment, 1
 * to 64, is the number of threads that run a model, the calling one included; they live from bm_cmodel_init to
 * bm_cmodel_exit. Results do not depend on it.
 */
#ifndef CVICMODEL_H
#define CVICMODEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A model. Handles are never used twice, so that stale ones are recognised. */
typedef struct bm_cmodel *bmmod_t;

/* A chip. Versions: 18802 cv183x, 1822 cv182x, 182202 cv181x, 182203 cv180x. */
struct cvicmodel_chip_info {
  uint32_t version;
  uint32_t node_num;
  uint32_t node_shift;
  uint32_t npu_num; /* lanes: 32, 8, 8, 2 */
  uint32_t npu_shift;
  uint32_t eu_num; /* 16 */
  uint32_t eu_shift;
  uint32_t lmem_size; /* bytes in a lane: 32768 */
  uint32_t lmem_shift;
  uint32_t lmem_banks;
  uint32_t lmem_bank_size;
  uint64_t lmem_start;
  uint64_t gmem_start; /* 0x100000000 for cv183x, else 0 */
  uint64_t gmem_size;  /* 1 to 0x100000000; memory is taken when it is touched */
  uint64_t features;
};

/*
 * Makes a model and stores its handle in *out, or NULL after a problem. `info` points to a struct cvicmodel_chip_info
 * or to the vendor's structure, which has the same layout; it is not needed afterwards. Memories and base registers
 * start as zeros.
 */
int bm_cmodel_init(bmmod_t *out, const void *info);

/* Frees a model. */
int bm_cmodel_exit(bmmod_t model);

/* The host's address of DRAM offset 0, for reading and writing, or NULL after a problem. */
uint8_t *bm_cmodel_get_chipGmem(bmmod_t model);

/*
 * Base registers 0 to 7. A descriptor's address plus its base register is a bus address: gmem_start plus DRAM offset.
 * Reading returns 0 after a problem.
 */
uint64_t bm_cmodel_read_base_reg(bmmod_t model, uint32_t index);
int bm_cmodel_set_base_reg(bmmod_t model, uint32_t index, uint64_t value);

/* Copies between DRAM at `offset` and `buffer`. */
int bm_cmodel_read_gmem(bmmod_t model, uint64_t offset, uint8_t *buffer, uint64_t length);
int bm_cmodel_write_gmem(bmmod_t model, uint64_t offset, const uint8_t *buffer, uint64_t length);

/* Copies between local memory and `buffer`; an offset is lane * lane size + byte. */
int bm_cmodel_read_lmem(bmmod_t model, uint64_t offset, uint8_t *buffer, uint64_t length);
int bm_cmodel_write_lmem(bmmod_t model, uint64_t offset, const uint8_t *buffer, uint64_t length);

/*
 * Runs the descriptors that lie in DRAM: tiu_length bytes at tiu_offset (112 each, in the order in which the engine
 * fetches them) and tdma_length bytes at tdma_offset (64 each). A length of 0 means that the engine rests.
 */
int bm_cmodel_run_gmem_cmdbuf(bmmod_t model, uint64_t tiu_offset, uint64_t tiu_length, uint64_t tdma_offset,
                              uint64_t tdma_length);

#ifdef __cplusplus
}
#endif

#endif
