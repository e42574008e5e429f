"""Time Algorithm 1 of Wasserstein GAN in PyTorch, for BenchmarkPeer.

torch_gan.py WIDTH BATCH ITERS THREADS: iterations of the generator, five steps of the critic each, on the ring of
eight Gaussians, with three hidden ReLU layers of WIDTH on both sides, in float64 as gan and in float32, PyTorch's
habit. Prints a JSON object of iterations per second.
"""
import json
import math
import sys
import time

import torch

width, batch, iterations, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)


def mlp(n_in, n_out):
    layers = [torch.nn.Linear(n_in, width), torch.nn.ReLU()]
    for _ in range(2):
        layers += [torch.nn.Linear(width, width), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(width, n_out))


def time_training(dtype):
    torch.set_default_dtype(dtype)
    torch.manual_seed(0)
    generator, critic = mlp(2, 2), mlp(2, 1)
    rms = [torch.optim.RMSprop(n.parameters(), lr=5e-5) for n in (generator, critic)]
    angles = torch.arange(8) * (math.pi / 4)
    modes = 2 * torch.stack([angles.cos(), angles.sin()], 1).to(dtype)

    def iterate():
        for _ in range(5):
            real = modes[torch.randint(0, 8, (batch,))] + 0.1 * torch.randn(batch, 2)
            with torch.no_grad():
                fake = generator(torch.randn(batch, 2))
            rms[1].zero_grad()
            (critic(fake).mean() - critic(real).mean()).backward()
            rms[1].step()
            with torch.no_grad():
                for w in critic.parameters():
                    w.clamp_(-0.01, 0.01)
        rms[0].zero_grad()
        (-critic(generator(torch.randn(batch, 2))).mean()).backward()
        rms[0].step()

    for _ in range(3):
        iterate()
    start = time.perf_counter()
    for _ in range(iterations):
        iterate()
    return iterations / (time.perf_counter() - start)


json.dump({"width": width, "batch": batch, "threads": threads,
           "float64": time_training(torch.float64), "float32": time_training(torch.float32)}, sys.stdout)
print()
