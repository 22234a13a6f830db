/**
 * Codes from an authenticator app: HOTP (RFC 4226) and TOTP (RFC 6238) as one factor, {@link org.authkit.totp.TotpFactor}.
 *
 * <p>A check answers with the time step whose code it was, and that step becomes part of the credential's next state: a step
 * that is not greater than the last accepted one is refused, whatever the clock does meanwhile (attack A20; RFC 6238 §5.2).
 * Only the current step and the one before it count, so a guess hits two codes of a million at the most (attack A19); how
 * many guesses there are is the guard's business, which charges each of them first.
 *
 * <p>It refuses to keep anything itself: no storage, no clock, no randomness of its own. It never calls these codes
 * resistant to phishing: whoever types one can be made to type it elsewhere (attack A21).
 */
package org.authkit.totp;
