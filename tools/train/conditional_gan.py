"""A conditional GAN on 28×28 images: its nets, its training and its export.

Discriminator: two 4×4 convolutions of stride 2 with dropout, a projection of the class onto its
features (Miyato and Koyama, 2018), and a head that names the class. Loss: the non-saturating one
with real labels at 0.9. Adam 5e-4, betas (0.5, 0.99); the rate falls linearly over the second half.
What is shipped is the moving average of the generator.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from common import Average

LATENT = 32
CLASSES = 10
BATCH = 64
RATE = 5e-4
#: Weight of the class's name in the generator's loss.
NAMING = 0.2


class Generator(nn.Module):
    """Images [N, 1, 28, 28] in [-1, 1] for z and the class in one row of 42 numbers."""

    def __init__(self, channels=32):
        super().__init__()
        self.channels = channels
        self.dense1 = nn.Linear(LATENT + CLASSES, 49 * 2 * channels, bias=False)
        self.norm1 = nn.BatchNorm2d(2 * channels)
        self.deconv1 = nn.ConvTranspose2d(2 * channels, channels, 4, 2, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        self.deconv2 = nn.ConvTranspose2d(channels, 1, 4, 2, 1)
        for module in (self.dense1, self.deconv1, self.deconv2):
            nn.init.normal_(module.weight, 0, 0.03)

    def forward(self, code):
        x = self.dense1(code).view(-1, 7, 7, 2 * self.channels).permute(0, 3, 1, 2)
        x = F.relu(self.norm2(self.deconv1(F.relu(self.norm1(x)))))
        return torch.tanh(self.deconv2(x))

    def export(self, graph):
        """The generator with pixels in [0, 1]: (tanh(x) + 1) / 2 is sigmoid(2x)."""
        x = graph.input('code', (LATENT + CLASSES,))
        x = graph.dense('dense1', x, self.dense1, norm=self.norm1)
        x = graph.activation('relu1', x, 'relu')
        x = graph.reshape('reshape', x, (7, 7, 2 * self.channels))
        x = graph.transposed('deconv1', x, self.deconv1, 'relu', norm=self.norm2)
        x = graph.transposed('image', x, self.deconv2, 'sigmoid')
        for weight in ('image/kernel', 'image/bias'):
            graph.weights[weight] = graph.weights[weight] * 2
        return x


class Discriminator(nn.Module):
    """A logit for images [N, 1, 28, 28] in [-1, 1] and classes [N]: how real they look."""

    def __init__(self, channels=32, drop=0.3):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 4, 2, 1)
        self.conv2 = nn.Conv2d(channels, 2 * channels, 4, 2, 1)
        self.dense = nn.Linear(49 * 2 * channels, 1)
        self.classes = nn.Embedding(CLASSES, 49 * 2 * channels)
        self.drop = drop

    def forward(self, x, label):
        x = F.leaky_relu(self.conv2(F.leaky_relu(self.conv1(x), 0.2)), 0.2).flatten(1)
        x = F.dropout(x, self.drop, self.training)
        return self.dense(x) + 0.1 * (self.classes(label) * x).sum(1, keepdim=True)


def codes(labels):
    """Random z, standard normal, and the class as one-hot: [N, 42]."""
    z = torch.randn(len(labels), LATENT)
    return torch.cat([z, F.one_hot(labels, CLASSES).float()], 1)


class NamingDiscriminator(Discriminator):
    """A discriminator with one head more, which names the class (Odena and others, 2017)."""

    def __init__(self, channels=32, drop=0.3):
        super().__init__(channels, drop)
        self.name = nn.Linear(49 * 2 * channels, CLASSES)

    def forward(self, x, label):
        x = F.leaky_relu(self.conv2(F.leaky_relu(self.conv1(x), 0.2)), 0.2).flatten(1)
        x = F.dropout(x, self.drop, self.training)
        real = self.dense(x) + 0.1 * (self.classes(label) * x).sum(1, keepdim=True)
        return real, self.name(x)


def train(run, images, labels, between=lambda net: None, channels=32):
    """Trains on images in [0, 1]; gives the averaged generator. `between` gets it now and then.

    Both nets step at once: the fakes pass through the discriminator a single time, and both losses
    are taken there. Its naming head learns from real images alone.
    """
    last = torch.channels_last
    generator = run.keep('generator', Generator(channels)).to(memory_format=last)
    discriminator = run.keep('discriminator', NamingDiscriminator(channels))
    discriminator.to(memory_format=last)
    average = run.keep('average', Average(generator, 0.998))
    adam = dict(lr=RATE, betas=(0.5, 0.99), eps=1e-8)
    step_g = run.keep('step_g', torch.optim.Adam(generator.parameters(), **adam))
    step_d = run.keep('step_d', torch.optim.Adam(discriminator.parameters(), **adam))
    judge = F.binary_cross_entropy_with_logits
    one, zero = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)
    for _ in run.loop():
        rate = RATE * min(1, 1 - 0.95 * (run.progress - 0.5) * 2)
        run.set_rate(step_g, rate)
        run.set_rate(step_d, rate)
        chosen = torch.randint(0, len(images), (BATCH,))
        real, label = images[chosen] * 2 - 1, labels[chosen]
        fake = generator(codes(label))

        step_d.zero_grad()
        looks, name = discriminator(real.contiguous(memory_format=last), label)
        naming = F.cross_entropy(name, label)
        loss_real = judge(looks, 0.9 * one)
        (loss_real + naming).backward()
        seen = fake.detach().contiguous(memory_format=last).requires_grad_(True)
        looks, name = discriminator(seen, label)
        loss_g = judge(looks, one)
        (wish,) = torch.autograd.grad(
            loss_g + NAMING * F.cross_entropy(name, label), seen, retain_graph=True)
        loss_fake = judge(looks, zero)
        loss_fake.backward(inputs=list(discriminator.parameters()))

        step_g.zero_grad()
        fake.backward(wish)
        step_d.step()
        step_g.step()

        average.update(generator)
        run.log(discriminator=(loss_real + loss_fake).item(), generator=loss_g.item(),
                naming=naming.item())
        if run.due(12):
            between(average.net)
    return average.net
