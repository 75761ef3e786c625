/* descriptors.c - which process holds which network socket open: what calls do to that; see descriptors.h. */

#include "common/record/descriptor_tables.h"

static void leave_call(struct descriptors *d, int process)
{
	if (d->in_call[process] != NO_DESCRIPTION)
		descriptor_unhold(d, d->in_call[process]);
	d->in_call[process] = NO_DESCRIPTION;
}

/* SOCK_CLOEXEC, O_CLOEXEC, F_DUPFD_CLOEXEC, MSG_CMSG_CLOEXEC: what it makes execve() will close. */
static bool marks_close_on_exec(const struct call *c)
{
	static const char *const marks[] = { "SOCK_CLOEXEC", "O_CLOEXEC", "F_DUPFD_CLOEXEC",
					     "MSG_CMSG_CLOEXEC" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (argument_names(&c->args, ARG_FLAGS, marks[i]))
			return true;
	return false;
}

/* What a descriptor is for, as strace writes it. The first time that it is seen it may have been open for long; and another
 * inode is another socket. */
static void take_annotation(struct descriptors *d, int process, int descriptor, const struct annotation *a,
			    int64_t time_ns)
{
	struct slot *slot = descriptor_slot(d->tables[process], descriptor);
	struct description *x = slot ? &d->all[slot->description] : NULL;

	if (a->kind != FILE_SOCKET)
		return;
	if (!x || (a->inode && x->inode && a->inode != x->inode)) {
		descriptor_put(d, process, descriptor,
			       descriptor_describe(d, a, d->t->processes[process].actor), false, time_ns);
		return;
	}
	if (a->inode)
		x->inode = a->inode;
	else if (a->has_local)
		x->last = *a;
}

static bool same_ends(const struct annotation *a, const struct annotation *b)
{
	return a->protocol == b->protocol && a->has_local && b->has_local && a->has_remote == b->has_remote &&
	       endpoint_equal(&a->local, &b->local) &&
	       (!a->has_remote || endpoint_equal(&a->remote, &b->remote));
}

/* socket(), accept() and dup() return a descriptor; another thread may have been seen to use it before. Returns what it is
 * for. */
static int take_result(struct descriptors *d, const struct call *c, int64_t time_ns)
{
	struct slot *from = descriptor_slot(d->tables[c->process], c->descriptor), *there;
	bool copies = c->row->kin == KIN_DUP || c->row->kin == KIN_FCNTL;
	struct annotation a = *c->made.file;
	int made;

	if (c->made.number < 0 || (copies && c->value == c->descriptor))
		return NO_DESCRIPTION;
	there = descriptor_slot(d->tables[c->process], c->made.number);
	if (a.kind != FILE_SOCKET) { /* whatever it was for, it has been closed */
		descriptor_remove(d, d->tables[c->process], c->made.number, time_ns);
		return NO_DESCRIPTION;
	}
	if (there && same_ends(&a, &d->all[there->description].last))
		return there->description;
	if (!a.protocol && from) /* of one that is gone already strace says only that it is a socket */
		a.protocol = d->all[from->description].protocol;
	made = copies && from ? from->description
			      : descriptor_describe(d, &a, d->t->processes[c->process].actor);
	descriptor_put(d, c->process, c->made.number, made, marks_close_on_exec(c), time_ns);
	return made;
}

/* recvmsg() may bring descriptors from another process (UNP section 15.7): for a description that is there. */
static void take_passed(struct descriptors *d, const struct call *c, const struct socket_message *message,
			int64_t time_ns)
{
	for (size_t i = 0; i < message->passed_count; i++) {
		const struct annotation *a = message->passed[i].file;
		int found = NO_DESCRIPTION;

		for (size_t k = d->count; a->kind == FILE_SOCKET && found == NO_DESCRIPTION && k-- > 0;)
			if ((a->inode && a->inode == d->all[k].inode) || same_ends(a, &d->all[k].last))
				found = (int)k;
		if (found != NO_DESCRIPTION)
			descriptor_put(d, c->process, message->passed[i].number, found,
				       marks_close_on_exec(c), time_ns);
	}
}

/* Without the descriptors that are marked close-on-exec; and its other threads are gone (execve(2)). */
static void execute(struct descriptors *d, int process, int64_t time_ns)
{
	struct table *table = d->tables[process];
	size_t kept = 0;

	table->users = 1;
	for (size_t i = 0; i < table->count; i++)
		if (table->slots[i].close_on_exec)
			descriptor_let_go(d, &table->slots[i], time_ns);
		else
			table->slots[kept++] = table->slots[i];
	table->count = kept;
}

/* close_range(2): those of a range are given back, or marked as an execve() will do it. */
static void close_range_of(struct descriptors *d, const struct call *c, int64_t time_ns)
{
	const struct argument *range = c->args.at;
	struct table *table;

	if (c->args.count < 2 || range[0].kind != VALUE_NUMBER || range[1].kind != VALUE_NUMBER)
		return;
	if (argument_names(&c->args, ARG_FLAGS, "CLOSE_RANGE_UNSHARE"))
		descriptor_unshare(d, c->process, time_ns);
	table = d->tables[c->process];
	for (size_t i = table->count; i-- > 0;) {
		struct slot *slot = &table->slots[i];

		if (slot->descriptor < range[0].number || slot->descriptor > range[1].number)
			continue;
		if (argument_names(&c->args, ARG_FLAGS, "CLOSE_RANGE_CLOEXEC"))
			slot->close_on_exec = true;
		else
			descriptor_remove(d, table, slot->descriptor, time_ns);
	}
}

static struct descriptor_news begin_news(struct descriptors *d, int process)
{
	d->released_count = 0;
	return (struct descriptor_news){ .about = d->in_call[process], .made = NO_DESCRIPTION };
}

static struct descriptor_news end_news(const struct descriptors *d, struct descriptor_news news)
{
	news.released = d->released;
	news.released_count = d->released_count;
	return news;
}

struct descriptor_news descriptors_begin_call(struct descriptors *d, const struct event *e)
{
	const struct call *c = &e->call;
	struct descriptor_news news = begin_news(d, c->process);
	const struct slot *slot;

	descriptor_be_born(d, c->process, e->time_ns);
	leave_call(d, c->process);
	news.about = NO_DESCRIPTION;
	if (c->descriptor >= 0) {
		take_annotation(d, c->process, c->descriptor, c->file, e->time_ns);
		slot = descriptor_slot(d->tables[c->process], c->descriptor);
		news.about = slot ? slot->description : NO_DESCRIPTION;
	}
	if (news.about != NO_DESCRIPTION)
		d->all[news.about].held++;
	d->in_call[c->process] = news.about;
	return end_news(d, news);
}

struct descriptor_news descriptors_return_call(struct descriptors *d, const struct event *e, int64_t time_ns)
{
	const struct call *c = &e->call;
	struct descriptor_news news = begin_news(d, c->process);
	const struct argument *message;
	struct slot *slot;

	if (!c->returned || c->value < 0)
		return end_news(d, news);
	switch (c->row->kin) {
	case KIN_FORK: descriptor_bear_child(d, e, time_ns); break;
	case KIN_EXEC: execute(d, c->process, time_ns); break;
	case KIN_CLOSE_RANGE: close_range_of(d, c, time_ns); break;
	case KIN_READ:
		message = argument_shaped(&c->args, ARG_MESSAGE);
		if (message && message->kind == VALUE_MESSAGE)
			take_passed(d, c, message->message, time_ns);
		break;
	case KIN_FCNTL:
		slot = descriptor_slot(d->tables[c->process], c->descriptor);
		if (slot && argument_names(&c->args, ARG_FLAGS, "F_SETFD"))
			slot->close_on_exec = argument_names(&c->args, ARG_FLAGS, "FD_CLOEXEC");
		else
			news.made = take_result(d, c, time_ns);
		break;
	default: news.made = take_result(d, c, time_ns);
	}
	return end_news(d, news);
}

/* close() lets go whatever it returns (close(2)); but what is none is not closed. */
struct descriptor_news descriptors_end_call(struct descriptors *d, const struct event *e, int64_t time_ns)
{
	const struct call *c = &e->call;
	struct descriptor_news news = begin_news(d, c->process);

	if (c->row->kin == KIN_CLOSE && call_on_socket(c))
		descriptor_remove(d, d->tables[c->process], c->descriptor, time_ns);
	leave_call(d, c->process);
	return end_news(d, news);
}

struct descriptor_news descriptors_exit(struct descriptors *d, const struct event *e)
{
	int process = e->exit.process;
	struct descriptor_news news = begin_news(d, process);
	struct table *table;

	descriptor_be_born(d, process, e->time_ns);
	leave_call(d, process);
	table = d->tables[process];
	if (--table->users <= 0) {
		for (size_t i = 0; i < table->count; i++)
			descriptor_let_go(d, &table->slots[i], e->time_ns);
		table->count = 0;
	}
	return end_news(d, news);
}
