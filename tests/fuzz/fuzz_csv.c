/* A gradebook that somebody downloaded: any bytes. Cells that are replaced by themselves give the text again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/csv_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct csv_table table;
    struct err err;
    size_t behind = 0;
    int cells = 0;
    if (csv_read("grades.csv", (const char *)bytes, size, &table, &err) != 0)
        return 0;
    for (int row = 0; row < table.row_count; row++) {
        for (int column = 0; column < csv_columns(&table, row); column++, cells++) {
            const struct csv_cell *cell = csv_cell_at(&table, row, column);
            char *value = csv_value(&table, cell);
            if (cell->at < behind || cell->at + cell->size > size || strlen(value) > cell->size || cell->row != row)
                abort();
            behind = cell->at + cell->size;
            free(value);
        }
    }
    if (cells != table.cell_count)
        abort();
    csv_table_release(&table);
    return 0;
}
