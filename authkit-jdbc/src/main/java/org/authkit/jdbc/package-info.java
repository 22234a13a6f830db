/**
 * Storage and attempt budgets in a relational database, PostgreSQL or H2, over plain {@code java.sql}.
 *
 * <p>Every verb is one transaction of few statements, and what must happen once is a conditional write whose row count is
 * checked. It refuses to guess: a statement that fails, a database that is not one of the two, a schema it does not know, all
 * throw, and the guard then denies. It refuses to own a pool, to keep a connection between calls, to change a connection's
 * settings for good, and to repeat SQL parameters in exceptions. It answers codes, tickets and approvals spent twice in a race
 * (attack A20) and budgets overrun by a burst (attack A18) on many nodes.
 */
package org.authkit.jdbc;
