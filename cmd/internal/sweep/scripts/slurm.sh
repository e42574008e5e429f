#!/bin/sh
# sbatch this file. A second sbatch does what a limit or a dead node has left undone.
#SBATCH --job-name={{.Name}}
#SBATCH --array=0-{{.Last}}
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time={{.Limit}}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output={{.Dir}}/slurm-%a.log
# A task should last {{.Length}}. An array of more than 1001 tasks needs a larger
# MaxArraySize than Slurm's own. --array=0-{{.Last}}%50 runs 50 at a time.

GOMAXPROCS=${SLURM_CPUS_PER_TASK:-1} exec monge sweep run {{.Dir}}
