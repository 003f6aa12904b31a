package io.potpool.testkit.adversary;

import io.potpool.terms.NonceTerms;
import io.potpool.work.Job;

/** What an honest hash earns on average, and the variance of it; closed forms of Pay on Target, fee 0. */
record HonestHash(double mean, double variance) {

    static HonestHash of(Job job, NonceTerms terms, double lagFactor) {
        double n = job.network().value().doubleValue();
        double d = terms.effective(job).value().doubleValue();
        double reward = job.blockReward().value().doubleValue() * lagFactor;
        double mean = reward / n;
        double a = terms.reward().a().doubleValue();
        double x = terms.reward().cap().doubleValue() * n / d;
        double square = 1;
        if (!terms.reward().plainPps() && x > 1) {
            double k = (1 - a) / (1 - a * Math.pow(x, a - 1));
            square = k * k * (a == 0.5 ? 1 + Math.log(x) : (2 * a * Math.pow(x, 2 * a - 1) - 1) / (2 * a - 1));
        }
        double share = reward * d / n;
        return new HonestHash(mean, share * share * square / d - mean * mean);
    }
}
