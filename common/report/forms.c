/* forms.c - the table of report forms, and the shortest of them; see forms.h. */
#include "common/report/forms.h"

#define FORM_ROW(name, writer) [FORM_##name] = (writer),
report_writer *const report_forms[FORM_COUNT] = { REPORT_FORMS(FORM_ROW) };
#undef FORM_ROW

char *results_to_json_text(struct scenario_result *const *results, size_t count, const char *kernel,
			   json_t *claims)
{
	json_t *json = results_to_json(results, count, kernel, claims);
	char *text = json_dumps(json, JSON_INDENT(2));

	json_decref(json);
	return text;
}
