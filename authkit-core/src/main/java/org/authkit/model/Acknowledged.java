package org.authkit.model;

/** The value of calls that deliberately say nothing more than "received". */
public enum Acknowledged {
    RECEIVED
}
