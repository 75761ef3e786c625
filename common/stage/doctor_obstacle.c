/*
 * doctor_obstacle.c - why namespaces are forbidden here; see doctor.h.
 *
 * The kernel says EPERM for nearly everything. What is meant stands in a handful of files: each row of the table
 * looks at one of them, and knows the remedy. Several may be in the way at once, and all are told.
 */
#include "common/stage/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/names.h"

/* A text of limited size that grows; what does not fit is left out. */
struct note {
	char *text;
	size_t size;
};

static void say(struct note *n, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct note *n, const char *format, ...)
{
	size_t used = strlen(n->text);
	va_list args;

	va_start(args, format);
	vsnprintf(n->text + used, n->size - used, format, args);
	va_end(args);
}

static bool read_small(const char *path, char *buffer, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n = 0;

	if (fd < 0)
		return false;
	while (used < size - 1 && (n = read(fd, buffer + used, size - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	buffer[used] = '\0';
	return n >= 0;
}

/* The number in a file of /proc/sys; `missing` where there is none. */
static long setting(const char *path, long missing)
{
	char buffer[64], *end;
	long value;

	if (!read_small(path, buffer, sizeof(buffer)))
		return missing;
	value = strtol(buffer, &end, 10);
	return end == buffer ? missing : value;
}

/* The number behind "Name:" in /proc/self/status. */
static long own_status(const char *name, int base)
{
	char buffer[8192];
	const char *line;

	if (!read_small("/proc/self/status", buffer, sizeof(buffer)))
		return 0;
	line = strstr(buffer, name);
	return line ? (long)strtoull(line + strlen(name), NULL, base) : 0;
}

const char *doctor_container(void)
{
	static const struct {
		const char *path, *name;
	} marks[] = { { "/.dockerenv", "docker" }, { "/run/.containerenv", "podman" } };
	static const struct {
		const char *word, *name;
	} words[] = { { "kubepods", "Kubernetes" },
		      { "docker", "docker" },
		      { "libpod", "podman" },
		      { "lxc", "LXC" },
		      { "containerd", "containerd" } };
	char buffer[4096];

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (access(marks[i].path, F_OK) == 0)
			return marks[i].name;
	if (getenv("KUBERNETES_SERVICE_HOST"))
		return "Kubernetes";
	if (read_small("/proc/1/cgroup", buffer, sizeof(buffer)))
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strstr(buffer, words[i].word))
				return words[i].name;
	if (read_small("/run/systemd/container", buffer, sizeof(buffer)) && *buffer)
		return "systemd";
	return NULL;
}

static const char *own_program(char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);

	path[n > 0 ? n : 0] = '\0';
	return n > 0 ? path : "/path/to/build/lab";
}

/* In a chroot no mount stands at our "/" (user_namespaces(7): EPERM). */
static bool in_chroot(void)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char line[4096], point[1024];
	bool root_seen = false;

	if (!f)
		return false;
	while (!root_seen && fgets(line, sizeof(line), f))
		root_seen = sscanf(line, "%*d %*d %*s %*s %1023s", point) == 1 && strcmp(point, "/") == 0;
	fclose(f);
	return !root_seen;
}

static bool no_user_namespaces(int error, struct note *what, struct note *remedy)
{
	if (access("/proc/self/ns/user", F_OK) == 0)
		return false;
	(void)error;
	say(what, "this kernel was built without user namespaces (CONFIG_USER_NS)");
	say(remedy, "Run it as root, or boot your distribution's own kernel.\n");
	return true;
}

static bool debian_switch(int error, struct note *what, struct note *remedy)
{
	(void)error;
	if (geteuid() == 0 || setting("/proc/sys/kernel/unprivileged_userns_clone", 1) != 0)
		return false;
	say(what,
	    "this system keeps user namespaces from ordinary users (kernel.unprivileged_userns_clone = 0)");
	say(remedy, "Allow them, now and after the next boot:\n"
		    "  sudo sysctl -w kernel.unprivileged_userns_clone=1\n"
		    "  echo kernel.unprivileged_userns_clone=1 | sudo tee /etc/sysctl.d/60-userns.conf\n");
	return true;
}

static bool limit_is_zero(int error, struct note *what, struct note *remedy)
{
	static const char *const names[] = { "user", "net", "pid", "mnt" };
	bool found = false;

	(void)error;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[64];

		snprintf(path, sizeof(path), "/proc/sys/user/max_%s_namespaces", names[i]);
		if (setting(path, 1) != 0)
			continue;
		say(what, "%suser.max_%s_namespaces = 0",
		    found ? " and " : "this system allows no namespaces: ", names[i]);
		if (!found)
			say(remedy,
			    "Allow some (write the same line into /etc/sysctl.d/60-userns.conf to keep it):\n");
		say(remedy, "  sudo sysctl -w user.max_%s_namespaces=10000\n", names[i]);
		found = true;
	}
	return found;
}

static bool too_many(int error, struct note *what, struct note *remedy)
{
	char limits[PROBE_WHAT] = "", ignored[PROBE_REMEDY] = "";

	if ((error != ENOSPC && error != EUSERS) ||
	    limit_is_zero(error, &(struct note){ limits, sizeof(limits) },
			  &(struct note){ ignored, sizeof(ignored) }))
		return false;
	say(what, "there are too many namespaces already, or they are nested too deep (the limits are in "
		  "/proc/sys/user)");
	say(remedy, "See which there are, and end what you no longer need:\n  lsns\n");
	return true;
}

/* Ubuntu from 23.10 on: the namespace is made, and then is allowed nothing. */
static bool apparmor(int error, struct note *what, struct note *remedy)
{
	char path[1024];
	const char *program = own_program(path, sizeof(path));

	(void)error;
	if (geteuid() == 0 || setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 0) != 1)
		return false;
	say(what,
	    "AppArmor keeps user namespaces from programs that have no profile for it, as Ubuntu does from 23.10 on "
	    "(kernel.apparmor_restrict_unprivileged_userns = 1)");
	if (doctor_container()) {
		say(remedy, "And on the host, until its next boot:\n"
			    "  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n");
		return true;
	}
	say(remedy,
	    "Give this one program a profile that allows them:\n"
	    "  printf '%%s\\n' 'abi <abi/4.0>,' 'include <tunables/global>' \\\n"
	    "      'profile socklab \"%s\" flags=(unconfined) {' '  userns,' '}' |\n"
	    "      sudo tee /etc/apparmor.d/socklab\n"
	    "  sudo apparmor_parser -r /etc/apparmor.d/socklab\n"
	    "Or allow them to all programs, until the next boot:\n"
	    "  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n",
	    program);
	return true;
}

static bool container(int error, struct note *what, struct note *remedy)
{
	const char *name = doctor_container();

	if (!name || (error != EPERM && error != EACCES))
		return false;
	say(what, "this is a container (%s)%s", name,
	    own_status("\nSeccomp:", 10) == 2 ? ", and its seccomp filter keeps namespaces from us" : "");
	if (strcmp(name, "Kubernetes") == 0)
		say(remedy, "In the container's securityContext, allow namespaces and a /proc of one's own:\n"
			    "  seccompProfile: {type: Unconfined}\n"
			    "  appArmorProfile: {type: Unconfined}\n"
			    "  procMount: Unmasked\n");
	else if (strcmp(name, "LXC") == 0)
		say(remedy, "On the host, allow containers in this container:\n"
			    "  lxc config set NAME security.nesting=true\n");
	else
		say(remedy,
		    "Start the container with namespaces and a /proc of one's own allowed:\n"
		    "  %s run --security-opt seccomp=unconfined --security-opt apparmor=unconfined \\\n"
		    "      --security-opt %s ...\n",
		    strcmp(name, "podman") == 0 ? "podman" : "docker",
		    strcmp(name, "podman") == 0 ? "unmask=ALL" : "systempaths=unconfined");
	return true;
}

static bool seccomp(int error, struct note *what, struct note *remedy)
{
	(void)error;
	if (doctor_container() || own_status("\nSeccomp:", 10) != 2)
		return false;
	say(what,
	    "a seccomp filter of whatever started us (a service manager, a sandbox, a snap) keeps namespaces from us");
	say(remedy, "Start it from an ordinary login shell.\n");
	return true;
}

static bool chroot_jail(int error, struct note *what, struct note *remedy)
{
	if (error != EPERM || !in_chroot())
		return false;
	say(what, "this is a chroot, in which the kernel allows no user namespace");
	say(remedy, "Run it as root, or outside of the chroot.\n");
	return true;
}

static bool wsl1(int error, struct note *what, struct note *remedy)
{
	char version[512];

	(void)error;
	/* WSL 2 says "microsoft-standard-WSL2", and has a Linux kernel; WSL 1 says "Microsoft", and has none. */
	if (!read_small("/proc/version", version, sizeof(version)) || !strstr(version, "Microsoft"))
		return false;
	say(what, "this is WSL 1, which has no Linux kernel and no namespaces");
	say(remedy, "In Windows, turn it into WSL 2:\n  wsl --set-version DISTRIBUTION 2\n");
	return true;
}

static const struct {
	bool (*applies)(int error, struct note *what, struct note *remedy);
} obstacles[] = {
	{ wsl1 },	   { no_user_namespaces }, { debian_switch },
	{ limit_is_zero }, { container },	   { apparmor },
	{ seccomp },	   { chroot_jail },	   { too_many },
};

bool doctor_userns_obstacle(int error, char *what, size_t what_size, char *remedy, size_t remedy_size)
{
	struct note reasons = { what, what_size }, remedies = { remedy, remedy_size };
	bool found = false;

	*what = *remedy = '\0';
	for (size_t i = 0; i < sizeof(obstacles) / sizeof(obstacles[0]); i++) {
		char reason[512] = "", help[1200] = "";
		struct note one = { reason, sizeof(reason) }, its = { help, sizeof(help) };

		if (!obstacles[i].applies(error, &one, &its))
			continue;
		say(&reasons, "%s%s", found ? "; and " : "", reason);
		say(&remedies, "%s", help);
		found = true;
	}
	if (!found) {
		say(&reasons, "%s: %s, for no reason that we know of",
		    error ? errno_name(error) : "no namespaces",
		    error ? strerror(error) : "the kernel refuses them");
		if (geteuid() != 0)
			say(&remedies, "Run it as root: root needs no user namespace.\n");
	}
	return found;
}

/* Whether a network card is in our network: then it is the machine's own, and not a container's. */
static bool has_network_card(void)
{
	DIR *folder = opendir("/sys/class/net");
	const struct dirent *entry;
	bool found = !folder; /* cannot tell: better not */

	while (folder && !found && (entry = readdir(folder))) {
		char path[300];

		snprintf(path, sizeof(path), "/sys/class/net/%s/device", entry->d_name);
		found = entry->d_name[0] != '.' && access(path, F_OK) == 0;
	}
	if (folder)
		closedir(folder);
	return found;
}

static bool loopback_is_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool up = fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP);

	if (fd >= 0)
		close(fd);
	return up;
}

bool doctor_may_capture_here(void)
{
	int fd;

	if (has_network_card() || !loopback_is_up())
		return false;
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL));
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}
