/**
 * Binds a phone by a key that never leaves it, and checks what that key signs.
 *
 * <p>A phone makes a P-256 key in its secure hardware, brings the public half ({@link org.authkit.device.NewDevice}), and from
 * then on signs two things: the statement of a challenge, which the phone has shown to its owner, and single HTTP requests
 * (RFC 9449). A bearer token or a device id alone opens nothing (attack A31), a signature made for one purpose and one set of
 * arguments serves no other (attack A36), and there is no code a customer could be talked into reading out (attack A21).
 *
 * <p>What this package refuses to do: it takes no algorithm, key or address from a signature's header, knows exactly one
 * algorithm (ES256, RFC 7518 §3.4), and accepts one encoding of every message. It keeps no state: that a challenge is answered
 * once and a request proof accepted once is the guard's work, with the values given back here.
 */
package org.authkit.device;
