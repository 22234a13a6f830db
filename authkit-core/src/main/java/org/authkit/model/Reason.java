package org.authkit.model;

/**
 * Why a call was refused. The names are stable codes: clients may match on them.
 *
 * <p>A verb documents the reasons of its own. Beside them the guard, which every verb about an account passes, may answer:
 *
 * <ul>
 *   <li>always: {@link #UNAVAILABLE}, and {@link #LIMIT_REACHED} when the account's document is full;
 *   <li>by session: {@link #NOT_SIGNED_IN}, and {@link #WRONG_PROOF} for a request whose own signature is not right;
 *   <li>to a proof, typed or answering a challenge: {@link #WRONG_PROOF} ({@link #WRONG_CREDENTIALS} beside a login),
 *       {@link #CHALLENGE_INVALID}, {@link #TOO_MANY_ATTEMPTS}, {@link #PASSWORD_UNACCEPTABLE} for a password of hostile size;
 *   <li>by the policy's row: {@link #NOT_PERMITTED}, {@link #ON_HOLD}, {@link #VETOED};
 *   <li>once everything was proved: {@link #FROZEN}, except to a veto.
 * </ul>
 */
public enum Reason {
    /** No live session came with the request. */
    NOT_SIGNED_IN,
    /** The login, its password or the proof beside them was not right; which of them is never said. */
    WRONG_CREDENTIALS,
    /** A proof was not right: the answer to a challenge, the password beside a session, or the request's own signature. */
    WRONG_PROOF,
    /** The challenge is unknown, expired, used, or was issued for another call. */
    CHALLENGE_INVALID,
    /** The ticket is unknown, expired, used, or overtaken by a change of the account. */
    TICKET_INVALID,
    /** The policy offers this account, at its present stage and with these proofs, no way to do this. */
    NOT_PERMITTED,
    /** The account waits after a recent change, or another change of this kind is pending; {@code retryAt} says until when. */
    ON_HOLD,
    /** The account is frozen. */
    FROZEN,
    /** The change was vetoed by someone who was told of it; {@code retryAt} says until when its path is closed. */
    VETOED,
    /** An attempt budget is spent; {@code retryAt} says when it has refilled. */
    TOO_MANY_ATTEMPTS,
    /** The password is too long or malformed; or, when it is a new one, too short or one that guessers try first. */
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
