#include "tests/npy_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/base/memory_file.h"

enum { BYTES_MAX = 64 << 20 };

int npy_file_read(const char *path, struct npy_file *ret_file, struct err *err)
{
    struct npy_file file = {0};
    size_t size;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_system(err, "cannot open '%s'", path);
    int failed = memory_file_read(fd, BYTES_MAX, &file.bytes, &size, err);
    close_fd(&fd);
    if (!failed && npy_parse(file.bytes, size, &file.array, err)) {
        free(file.bytes);
        failed = err_prefix(err, "'%s'", path);
    }
    if (!failed)
        *ret_file = file;
    return failed;
}

void npy_file_release(struct npy_file *file)
{
    free(file->bytes);
    *file = (struct npy_file){0};
}

tensor *npy_file_tensor(const struct npy_file *file)
{
    static const tensor_dtype dtypes[FRAME_KIND_COUNT] = {
        [FRAME_TENSOR_F32] = DTYPE_F32, [FRAME_TENSOR_F64] = DTYPE_F64, [FRAME_TENSOR_I64] = DTYPE_I64};
    const enum frame_kind kind = npy_kind(&file->array);
    struct value value;
    if (npy_value(&file->array, kind, &value, NULL))
        return NULL;
    tensor *t = tensor_new(dtypes[kind], file->array.rank, file->array.shape);
    memcpy(t->data, value.data, (size_t)value_size(&value) * (kind == FRAME_TENSOR_F32 ? 4 : 8));
    value_release(&value);
    return t;
}
