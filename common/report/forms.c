/* forms.c - the table of report forms, and the shortest of them; see forms.h. */
#include "common/report/forms.h"

report_writer *const report_forms[FORM_COUNT] = {
	[FORM_JSON] = results_to_json_text,
	[FORM_TAP] = results_to_tap,
	[FORM_JUNIT] = results_to_junit,
	[FORM_GRADESCOPE] = results_to_gradescope,
};

char *results_to_json_text(struct scenario_result *const *results, size_t count, const char *kernel,
			   json_t *claims)
{
	json_t *json = results_to_json(results, count, kernel, claims);
	char *text = json_dumps(json, JSON_INDENT(2));

	json_decref(json);
	return text;
}
