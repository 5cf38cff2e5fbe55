package minibit.core.bencode;

/**
 * What bencode can say: integers, byte strings, lists, dictionaries (BEP 3). Immutable; any thread.
 */
public sealed interface BencodeValue permits BInt, BHuge, BBytes, BList, BDict {}
