/**
 * Enrollment of factors: phones and authenticator apps.
 *
 * <p>The first phone is the weak moment: inside the registration ceremony it binds at once, later only with evidence
 * independent of mailbox and password (attacks A14, A29). It refuses to add or remove a factor on less than the strongest one
 * already there (A11, A20), and to keep a factor that has not proved itself.
 */
package org.authkit.enrollment;
