/*
 * forms.h - the forms in which other programs take the result of a run: one table.
 */
#ifndef COMMON_REPORT_FORMS_H
#define COMMON_REPORT_FORMS_H

#include "common/report/result.h"

/* All results as one text, malloc'd for the caller to free; kernel: uname -r. claims: what is known of the claims that they
 * speak of, as results_to_json() has it; who does not tell it leaves it alone. Whatever stands in a result, the text is
 * well-formed. */
typedef char *report_writer(struct scenario_result *const *results, size_t count, const char *kernel,
			    json_t *claims);

enum report_form { FORM_JSON, FORM_TAP, FORM_JUNIT, FORM_GRADESCOPE, FORM_COUNT };

extern report_writer *const report_forms[FORM_COUNT];

report_writer results_to_json_text; /* version 2: notes/how-it-works.md */
report_writer results_to_tap; /* TAP 13 */
report_writer results_to_junit;
/* results.json of https://gradescope-autograders.readthedocs.io/en/latest/specs/: a test a scenario, one point each, and
 * none where it was skipped: what this machine cannot run costs nobody a point. */
report_writer results_to_gradescope;

#endif
