/**
 * How members of a group reach each other: the member port over HTTP, beacons on the LAN, and which
 * addresses of this machine are told to others.
 */
@NullMarked
package minibit.daemon.member;

import org.jspecify.annotations.NullMarked;
