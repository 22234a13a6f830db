package org.authkit.model;

/**
 * A contact that proved itself (or was attested by the system an account was imported from) long enough ago to receive
 * recovery messages. Nobody outside AuthKit can make one, so no recovery message can be addressed to anything else.
 */
public sealed interface VerifiedContact permits org.authkit.internal.account.AgedContact {

    String id();

    Login address();
}
