package minibit.cli.frame;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Portuguese words for commands and for what they list; understood in every language. */
public final class Aliases {
  static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("adicionar", "add"),
          Map.entry("ajuda", "help"),
          Map.entry("atualizar", "refresh"),
          Map.entry("baixar", "download"),
          Map.entry("arquivos", "files"),
          Map.entry("buscar", "search"),
          Map.entry("compartilhar", "share"),
          Map.entry("descompartilhar", "unshare"),
          Map.entry("eleicao", "election"),
          Map.entry("eleição", "election"),
          Map.entry("estado", "status"),
          Map.entry("exportar", "export"),
          Map.entry("grupo", "group"),
          Map.entry("limitar", "limit"),
          Map.entry("listar", "list"),
          Map.entry("navegar", "browse"),
          Map.entry("obter", "get"),
          Map.entry("parar", "down"),
          Map.entry("pausar", "pause"),
          Map.entry("registro", "log"),
          Map.entry("remover", "remove"),
          Map.entry("retomar", "resume"),
          Map.entry("sair", "quit"),
          Map.entry("usar", "use"));

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("meus", "my"),
          Map.entry("rede", "net"),
          Map.entry("membros", "members"),
          Map.entry("transferencias", "transfers"),
          Map.entry("transferências", "transfers"),
          Map.entry("detentores", "holders"),
          Map.entry("criar", "create"),
          Map.entry("convidar", "invite"),
          Map.entry("entrar", "join"),
          Map.entry("sair", "leave"),
          Map.entry("esquecer", "forget"),
          Map.entry("recuperar", "recover"));

  private Aliases() {}

  /** The command's own name; a word that is no alias stays as it is. */
  public static String command(String word) {
    return COMMANDS.getOrDefault(word, word);
  }

  /** The own name of something that a command takes as its first word. */
  public static String word(String word) {
    return WORDS.getOrDefault(word, word);
  }

  /** The aliases of a command, accented spellings left out; in the alphabet's order. */
  public static List<String> of(String command) {
    return new TreeMap<>(COMMANDS)
        .entrySet().stream()
            .filter(entry -> entry.getValue().equals(command))
            .map(Map.Entry::getKey)
            .filter(alias -> alias.chars().allMatch(c -> c < 128))
            .toList();
  }
}
