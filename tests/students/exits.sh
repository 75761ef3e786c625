#!/bin/sh
# A client that ends before it has done anything.
echo "client: I have no idea how to connect" >&2
exit 3
