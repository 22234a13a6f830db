package org.authkit.model;

/** Why a call was refused. The names are stable codes: clients may match on them. */
public enum Reason {
    /** No live session came with the request. */
    NOT_SIGNED_IN,
    /** The login, its password or the proof beside them was not right; which of them is never said. */
    WRONG_CREDENTIALS,
    /** The proof that answered a challenge inside a session was not right. */
    WRONG_PROOF,
    /** The challenge is unknown, expired, used, or was issued for another call. */
    CHALLENGE_INVALID,
    /** The ticket is unknown, expired or used. */
    TICKET_INVALID,
    /** The policy offers this account, at its present stage, no way to do this. */
    NOT_PERMITTED,
    /** The account waits after a recent change; {@code retryAt} says until when. */
    ON_HOLD,
    /** The account is frozen. */
    FROZEN,
    /** The change was vetoed by someone who was told of it; {@code retryAt} says until when its path is closed. */
    VETOED,
    /** An attempt budget is spent; {@code retryAt} says when it has refilled. */
    TOO_MANY_ATTEMPTS,
    /** The new password is too short, too long, malformed, or one that guessers try first. */
    PASSWORD_UNACCEPTABLE,
    /** The account already holds as many of these as the policy allows. */
    LIMIT_REACHED,
    /** The amount passes today's cap for this device and proof. */
    CAP_EXCEEDED,
    /** The payment approval is spent, abandoned, expired, or overtaken by a change of the account. */
    APPROVAL_INVALID,
    /** The account holds nothing by that id. */
    NOT_FOUND,
    /** The account or a part AuthKit depends on cannot be relied upon now; nothing was skipped. */
    UNAVAILABLE
}
