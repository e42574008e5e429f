// Package gan trains generators, against a critic as in Wasserstein GAN
// (Arjovsky, Chintala, Bottou 2017) or against a discriminator as in a plain
// GAN, from scratch and side by side: from the same weights, on the same samples
// and the same noise. Whatever differs between two curves is the loss.
package gan
