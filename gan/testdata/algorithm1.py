"""What PyTorch makes of two iterations of Algorithm 1, and of a few steps of its optimizers, in float64.

    /usr/bin/python3 gan/testdata/algorithm1.py > gan/testdata/algorithm1.json

Networks 2→3→2 (generator) and 2→3→1 (critic), batch 2, n_critic 2. Every run starts from the same weights and
sees the same samples and noise. Weights are written as gan has them: W as In×Out, row by row, then b.
"""
import json
import sys

import torch
from torch.nn.functional import softplus

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)

BATCH, N_CRITIC, ITERATIONS = 2, 2, 2
SETTINGS = {"lr": 0.01, "critic_lr": 0.02, "beta1": 0.5, "clip": 0.5, "penalty": 0.7}
ACTIVATIONS = {"relu": torch.nn.ReLU, "leaky-relu": lambda: torch.nn.LeakyReLU(0.2), "tanh": torch.nn.Tanh}


def mlp(sizes, hidden):
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(n_in, n_out), hidden()]
    return torch.nn.Sequential(*layers[:-1])


def flat(network):
    return [w for layer in network if isinstance(layer, torch.nn.Linear)
            for tensor in (layer.weight.T, layer.bias) for w in tensor.flatten().tolist()]


def optimizer(kind, parameters, rate):
    if kind == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate)
    if kind == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=(SETTINGS["beta1"], 0.999))
    return torch.optim.SGD(parameters, lr=rate)


def penalty(critic, x):
    x = x.clone().requires_grad_()
    gradient, = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return SETTINGS["penalty"] * ((gradient.norm(dim=1) - 1) ** 2).mean()


def critic_loss(loss, real, fake):
    if loss in ("wgan", "wgan-gp"):
        return fake.mean() - real.mean()
    return softplus(-real).mean() + softplus(fake).mean()


def generator_loss(loss, fake):
    if loss in ("wgan", "wgan-gp"):
        return -fake.mean()
    return -softplus(fake).mean() if loss == "minimax" else softplus(-fake).mean()


def train(activation, loss, kind):
    generator, critic = mlp([2, 3, 2], ACTIVATIONS[activation]), mlp([2, 3, 1], ACTIVATIONS[activation])
    generator.load_state_dict(start_generator)
    critic.load_state_dict(start_critic)
    opt_g = optimizer(kind, generator.parameters(), SETTINGS["lr"])
    opt_c = optimizer(kind, critic.parameters(), SETTINGS["critic_lr"])
    reals, noises, mixes, steps = iter(real), iter(noise), iter(mix), []
    for _ in range(ITERATIONS):
        for _ in range(N_CRITIC):
            x, fake = next(reals), generator(next(noises)).detach()
            value = critic_loss(loss, critic(x), critic(fake))
            total = value
            if loss == "wgan-gp":
                share = next(mixes).unsqueeze(1)
                total = value + penalty(critic, share * x + (1 - share) * fake)
            opt_c.zero_grad()
            total.backward()
            opt_c.step()
            if loss == "wgan":
                with torch.no_grad():
                    for p in critic.parameters():
                        p.clamp_(-SETTINGS["clip"], SETTINGS["clip"])
            steps.append({"player": "critic", "loss": value.item(), "parameters": flat(critic)})
        value = generator_loss(loss, critic(generator(next(noises))))
        opt_g.zero_grad()
        value.backward()
        opt_g.step()
        steps.append({"player": "generator", "loss": value.item(), "parameters": flat(generator)})
    return {"activation": activation, "loss": loss, "optimizer": kind, "steps": steps}


def walk(kind, gradients, rate):
    """Where an optimizer goes, given gradients that do not depend on where it is."""
    w = torch.nn.Parameter(torch.tensor([1.0, -2.0, 3.0, 0.5]))
    opt, places = optimizer(kind, [w], rate), []
    for g in gradients:
        w.grad = g.clone()
        opt.step()
        places.append(w.tolist())
    return {"optimizer": kind, "places": places}


start_generator = mlp([2, 3, 2], torch.nn.ReLU).state_dict()
start_critic = mlp([2, 3, 1], torch.nn.ReLU).state_dict()
real = 1 + torch.randn(ITERATIONS * N_CRITIC, BATCH, 2)
noise = torch.rand(ITERATIONS * (N_CRITIC + 1), BATCH, 2)  # uniform: whole multiples of 2⁻⁵³
mix = torch.rand(ITERATIONS * N_CRITIC, BATCH)
networks = mlp([2, 3, 2], torch.nn.ReLU), mlp([2, 3, 1], torch.nn.ReLU)
for network, state in zip(networks, (start_generator, start_critic)):
    network.load_state_dict(state)
runs = [train(a, loss, kind) for a in ACTIVATIONS for loss in ("wgan", "minimax", "nonsaturating", "wgan-gp")
        for kind in ("rmsprop", "adam", "sgd")]
# Gradients of ordinary size, large ones, ones about as small as ε, and ones that change sign.
gradients = torch.randn(6, 4) * torch.tensor([1.0, 1e3, 1e-8, 1e-3])
json.dump({
    "torch": torch.__version__, "settings": SETTINGS, "generator": flat(networks[0]), "critic": flat(networks[1]),
    "real": real.flatten().tolist(), "noise": noise.flatten().tolist(), "mix": mix.flatten().tolist(), "runs": runs,
    "gradients": gradients.tolist(), "walks": [walk(kind, gradients, 0.01) for kind in ("rmsprop", "adam", "sgd")],
}, sys.stdout)
print()
