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

/*
 * The forms: FORM(NAME, WRITER), in the order of --help. A form is a row here, a file for its writer, and an option.
 * JSON is of version 2 (notes/how-it-works.md); TAP is TAP 13. Gradescope takes the results.json of
 * https://gradescope-autograders.readthedocs.io/en/latest/specs/: a test a scenario, one point each, and none where it was
 * skipped: what this machine cannot run costs nobody a point. Annotations are workflow commands of GitHub Actions: a line for
 * each scenario that did not hold.
 */
#define REPORT_FORMS(FORM)                                                                                   \
	FORM(JSON, results_to_json_text)                                                                     \
	FORM(TAP, results_to_tap)                                                                            \
	FORM(JUNIT, results_to_junit)                                                                        \
	FORM(GRADESCOPE, results_to_gradescope)                                                              \
	FORM(ANNOTATIONS, results_to_annotations)

#define FORM_NAME(name, writer) FORM_##name,
enum report_form { REPORT_FORMS(FORM_NAME) FORM_COUNT };
#undef FORM_NAME

extern report_writer *const report_forms[FORM_COUNT];

#define FORM_WRITER(name, writer) report_writer writer;
REPORT_FORMS(FORM_WRITER)
#undef FORM_WRITER

#endif
