/* row_remarks.h - what a row of a ladder means, for people who do not read the notation yet. */
#ifndef COMMON_REPORT_ROW_REMARKS_H
#define COMMON_REPORT_ROW_REMARKS_H

#include "common/report/ladder_rows.h"
#include "common/tutor/remarks.h"

/* What there is to say of row `number`, in order, into the ladder's arena; of a call that is only entered there, nothing that was
 * known when it returned. Rows without an event (gaps) have none: NULL and 0. */
struct remark *row_remarks(struct ladder *l, size_t number, size_t *count);
/* Whether there is anything to say. */
bool row_has_remarks(const struct ladder *l, size_t row);

#endif
