/* network.c - a network namespace of one's own, and its settings; see network.h. */
#include "common/stage/network.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool network_write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int saved;

	if (fd < 0)
		return false;
	n = write(fd, text, strlen(text));
	saved = errno;
	close(fd);
	errno = saved;
	return n == (ssize_t)strlen(text);
}

/* "net.ipv4.tcp_fin_timeout" is /proc/sys/net/ipv4/tcp_fin_timeout. */
static bool sysctl_path(const char *name, char *path, size_t size)
{
	int n = snprintf(path, size, "/proc/sys/%s", name);

	if (n < 0 || (size_t)n >= size || strstr(name, "..") || strchr(name, '/'))
		return false;
	for (char *p = path + strlen("/proc/sys/"); *p; p++)
		if (*p == '.')
			*p = '/';
	return true;
}

bool network_sysctl(const char *name, const char *value, struct error *error)
{
	char path[256];

	if (!sysctl_path(name, path, sizeof(path)))
		return error_set(error, "sysctl %s: not a name such as net.ipv4.tcp_fin_timeout", name);
	if (network_write_file(path, value))
		return true;
	return error_errno(error, "sysctl %s=%s", name, value);
}

bool network_sysctl_read(const char *name, char *value, size_t size)
{
	char path[256];
	ssize_t n;
	int fd;

	if (!sysctl_path(name, path, sizeof(path)))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, value, size - 1);
	close(fd);
	if (n < 0)
		return false;
	value[n] = '\0';
	value[strcspn(value, "\n")] = '\0';
	return true;
}

/* A network namespace shares the host's hash tables of sockets, a quarter of a million buckets here; whoever asks for
 * them (strace for each descriptor that it names, we for each state line) walks all of it, 0.4 ms each time. But a
 * namespace may say that its children get small ones of their own (Linux 6.2). Where that fails, it is only slower. */
void network_ask_small_tables(void)
{
	network_sysctl("net.ipv4.tcp_child_ehash_entries", "128", NULL);
	network_sysctl("net.ipv4.udp_child_hash_entries", "128", NULL);
}

/* What the kernel derives from the size of the tables: read where they are the host's, put back where they are small. */
static const char *const derived_names[] = { "net.ipv4.tcp_max_syn_backlog", "net.ipv4.tcp_max_tw_buckets" };

void network_read_derived(struct derived *d)
{
	for (size_t i = 0; i < NETWORK_DERIVED; i++)
		if (!network_sysctl_read(derived_names[i], d->values[i], sizeof(d->values[i])))
			d->values[i][0] = '\0';
}

void network_set_derived(const struct derived *d)
{
	for (size_t i = 0; i < NETWORK_DERIVED; i++)
		if (d->values[i][0])
			network_sysctl(derived_names[i], d->values[i], NULL);
}

bool network_new(void)
{
	struct derived d = { 0 };

	network_read_derived(&d);
	network_ask_small_tables();
	if (unshare(CLONE_NEWNET) < 0)
		return false;
	network_set_derived(&d);
	return true;
}
