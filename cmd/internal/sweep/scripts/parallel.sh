#!/bin/sh
# Runs the tasks here, one a processor. ":" is this machine; --sshlogin :,8/ann,16/bob
# adds 8 processors of ann and 16 of bob, which have monge and see {{.Dir}} in the
# same directory. If they do not see it, add
#	--basefile {{.Dir}} --return {{.Dir}}/results/task-{}.jsonl
# A task should last {{.Length}}. Run this again after a loss: what is done is skipped.
seq 0 {{.Last}} | parallel --sshlogin : --workdir . --retries 3 --line-buffer \
	env GOMAXPROCS=1 monge sweep run {{.Dir}} --task {}
