// Package metrics computes the four distances between probability distributions
// that Wasserstein GAN (Arjovsky, Chintala, Bottou 2017) compares, and tests the
// paper's claims about them.
//
// # Four distances
//
// Section 2 of the paper. All logarithms are natural:
//
//	total variation     TV(P, Q)  = sup over events A of |P(A) − Q(A)| = ½ Σ |p − q|
//	Kullback–Leibler    KL(P ‖ Q) = Σ p log(p/q)
//	Jensen–Shannon      JS(P, Q)  = ½ KL(P ‖ M) + ½ KL(Q ‖ M),  M = (P + Q)/2
//	Earth-Mover         W(P, Q)   = inf over couplings γ of P and Q of E ‖x − y‖
//
// The first three compare the probabilities of each point and ignore how far
// apart two points are. The fourth is the least work (mass times distance) that
// moves the mass of P to Q. If all points are multiplied by s, EM is multiplied by |s|;
// TV, KL and JS do not change under any one-to-one map of the points.
//
//	                         TV         KL         JS           EM
//	symmetric                yes        no         yes          yes
//	triangle inequality      yes        no         √JS has it   yes
//	largest value            1          +Inf       log 2        the space's diameter
//	for disjoint supports    1          +Inf       log 2        depends on the distances
//	computed by              a sum      a sum      a sum        a linear program
//	time for n atoms         n          n          n            n^1.4 to n^1.7
//
// On all of the line or the plane EM has no largest value. Its time is measured in the plane,
// up to a million points, for clouds that are alike, for others and for images; on the line
// it is n log n. Each is one call on two distributions: [TV], [KL], [JS], [EM]. [Measures]
// lists them. [EarthMover] also returns the optimal plan and the proof that it is
// optimal. EM between 4000 and 4000 points of the plane takes less than a second.
//
// # One example
//
// Example 1 of the paper. P₀ is uniform on a vertical segment at x = 0, and Pθ is
// uniform on the same segment at x = θ. For every θ ≠ 0
//
//	TV = 1    KL = +Inf    JS = log 2    EM = |θ|
//
// and at θ = 0 all are 0. Only EM has a slope that leads θ to 0. [ParallelLines]
// has the closed forms, and discretises the segments:
//
//	p, q, err := metrics.ParallelLines{Theta: 0.5}.Discretise(100)
//	em, err := metrics.EM(p, q) // 0.5
//	js, err := metrics.JS(p, q) // log 2
//
// # Notation
//
// The symbols of the lessons, the notebooks and the comments:
//
//	P, Q, p, q       distributions; P is the data, Q what is compared with it
//	Pr, Pθ, Pg       the law of the data; the law of gθ(Z); the same without θ
//	E_P f            the mean of f(x) for x drawn from P
//	δ_x              the distribution with all its mass at x
//	N(μ, σ²), U[a,b] the normal and the uniform distribution
//	‖x‖              the Euclidean length of x
//	γ ∈ Π(P, Q)      a coupling: a law of pairs (x, y), x with law P, y with law Q
//	xᵢⱼ, cᵢⱼ         a plan's mass from atom i to atom j; its ground cost, ‖xᵢ − yⱼ‖
//	aᵢ, bⱼ           the weights of the atoms of P and of Q
//	uᵢ, vⱼ           dual potentials, also called prices: uᵢ + vⱼ ≤ cᵢⱼ for all i and j
//	W, EM            the Earth-Mover distance, also called Wasserstein-1
//	f                a critic or potential; K-Lipschitz: |f(x) − f(y)| ≤ K ‖x − y‖
//	D, D*, L(D)      a discriminator, the optimal one, E_Pr log D + E_Pg log(1 − D)
//	z, Z, gθ         noise, its random variable; the generator with parameters θ
//	c                in lessons 7 to 10: the bound on a critic's weights
//	Pₙ → P in law    E_Pₙ f → E_P f for every bounded continuous f
//
// # How to read the code
//
// In the order of the paper. First learning, and why it needs a distance:
//
//	likelihood.go                   maximum likelihood, and KL as its limit
//	noise.go                        noise on both laws makes KL finite, and samples worse
//
// Then the distances between distributions:
//
//	distribution.go                 points, weights, and gθ(Z) from Z
//	measures.go                     the table of the four distances
//	total_variation.go
//	kullback_leibler.go
//	jensen_shannon.go
//	common_support.go  bin.go       two clouds as vectors, as histograms
//	earth_mover.go                  equation (1), by package lp
//	wasserstein.go                  the Wasserstein distance of any order
//	earth_mover_line.go             on the line: ∫|F − G| = ∫|F⁻¹ − G⁻¹|
//	normal.go  normal_overlap.go    between normals: closed forms, and quadrature
//	example1_parallel_lines.go
//	theorem2_hierarchy.go           which distance goes to 0 when another does
//
// Then section 3, from the distance to an algorithm:
//
//	kantorovich.go                  equation (2): the potential a critic approximates
//	kantorovich_at_each.go          its values at many points, faster
//	kantorovich_smooth.go           a potential that is differentiable at the generated points
//	theorem3_generator_gradient.go  the gradient that a potential gives a generator
//	discriminator.go                the optimal discriminator of a GAN
//	normal_critic.go                optimal critic and discriminator between two normals
//
// # Lessons
//
// The tests are a course. Lessons 1 to 6 are here, 0 and 7 to 10 in package gan. Each
// lesson prints its results and tests its statements. The answers to its exercises
// and questions are tests as well:
//
//	go test -v -run Lesson ./metrics
//	go test -v -run Answer ./metrics
//
// # Errors
//
// Bad input gives an error that names the value and its place: a weight that is
// negative, infinite or not a number, weights that add up to zero, points of
// different dimensions, a nil distribution. A distance of +Inf is a result, not an
// error.
package metrics
