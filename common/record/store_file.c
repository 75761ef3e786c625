/* store_file.c - one small file whole; see store.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/record/store.h"

char *store_read_file(const char *path, size_t limit, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	size_t size = 0, capacity = 4096;
	char *bytes, *larger;
	struct stat st;
	int saved;

	if (fd < 0)
		return NULL;
	bytes = NULL;
	if (fstat(fd, &st) != 0)
		goto fail;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	if (!S_ISREG(st.st_mode))
		goto fail;
	if (st.st_size > 0 && (uint64_t)st.st_size < limit)
		capacity = (size_t)st.st_size + 2;
	bytes = malloc(capacity);
	while (bytes) {
		ssize_t n = read(fd, bytes + size, capacity - size - 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			goto fail;
		size += (size_t)n;
		errno = EFBIG;
		if (size > limit)
			goto fail;
		if (n == 0) {
			bytes[size] = '\0';
			close(fd);
			*length = size;
			return bytes;
		}
		if (size + 1 == capacity) {
			larger = realloc(bytes, capacity *= 2);
			if (!larger)
				goto fail;
			bytes = larger;
		}
	}
fail:
	saved = errno;
	free(bytes);
	close(fd);
	errno = saved;
	return NULL;
}
