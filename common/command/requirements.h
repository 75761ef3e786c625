/*
 * requirements.h - whether this machine has what a script asks for: asked before it is played.
 */
#ifndef COMMON_COMMAND_REQUIREMENTS_H
#define COMMON_COMMAND_REQUIREMENTS_H

#include "common/script/script.h"
#include "common/stage/world.h"

/* False with a sentence that says what is lacking: then the scenario is skipped. In the run's world, or, to know
 * it beforehand, behind world_enter_nursery(): settings and users are a world's there as well. */
bool requirements_met(const struct script *s, const struct world_plan *plan, struct error *error);
/* The same of what can be told without a world: the kernel, programs, virtual time. */
bool requirements_possible(const struct script *s, struct error *error);
/* Whether it is about another kernel, or one that is set otherwise: then it has nothing to say of this one. */
bool requirements_elsewhere(const struct script *s);
/* Whether it asks for users beside root, who cost time to map. */
bool requirements_users(const struct script *s);
/* Whether a world of its kind can be made; before it is. */
bool requirements_world(const struct script *s, const struct world_plan *plan, struct error *error);

#endif
