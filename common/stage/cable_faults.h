/*
 * cable_faults.h - which packets a cable does something to: those that a script's lines name, from when they are armed.
 *
 * A line names the next, the n-th or every packet of one host to another that looks as it says. Relative numbers need
 * all that was sent before, so each packet must be shown, in the order in which it is sent.
 */
#ifndef COMMON_STAGE_CABLE_FAULTS_H
#define COMMON_STAGE_CABLE_FAULTS_H

#include "common/script/script.h"
#include "common/stage/cable_seen.h"

struct faults;

/* For the script's lines, which must outlive it. */
struct faults *faults_new(const struct script *script);

/* From now on: a fault line of the script, by its index. */
void faults_arm(struct faults *f, size_t line);
/* An injection of the script, by its index: the line that says what is to be sent. And what it is to be made of. */
const struct line *faults_inject(struct faults *f, size_t line);
const struct seen *faults_seen(const struct faults *f);
/* Those that are done to every packet end. */
void faults_mend(struct faults *f);

/* A packet that a host sends, decoded. The line that is to be performed on it, of several the one that was armed first;
 * NULL: none. */
const struct line *faults_meet(struct faults *f, const struct packet *p);

#endif
