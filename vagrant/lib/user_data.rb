require 'psych'

module Muster
  # A user's file, which is never written to. In a copy of a cloud-config document the discovery URL is put where it
  # belongs; every other byte stays: comments, quotes, octal modes.
  class UserData
    TOKEN = '<token>'.freeze
    HEADER = /\A#cloud-config\s*$/.freeze
    PUBLIC = %r{\Ahttps?://discovery\.etcd\.io(/|\z)}.freeze
    # who says one of these has another way to find the others
    OTHER_WAYS = %w[discovery initial-cluster initial_cluster discovery-srv discovery_srv peers peers-file].freeze

    attr_reader :text

    def initialize(text)
      @text = text
    end

    # The copy for a cluster whose members find each other at a URL.
    def with_discovery(url)
      return text unless text.match?(HEADER)

      edits = members.map { |member| edit(member, url) }.compact
      # from behind, so that the places before stay right
      edits.sort_by(&:first).reverse.reduce(text.dup) do |copy, (from, to, replacement)|
        copy[from...to] = replacement
        copy
      end
    rescue Psych::SyntaxError
      text # told by the validation, with its place
    end

    # The copy with the token put in, as each machine makes it.
    def self.fill(text, token)
      text.lines.map { |line| line.lstrip.start_with?('#') ? line : line.gsub(TOKEN, token) }.join
    end

    private

    # The sections that configure a member.
    def members
      document = Psych.parse(text)
      coreos = value(document && document.root, 'coreos')
      %w[etcd2 etcd].map { |name| value(coreos, name) }.select { |node| node.is_a?(Psych::Nodes::Mapping) }
    end

    def edit(member, url)
      said = pairs(member).find { |key, _| key == 'discovery' }
      if said
        scalar = said.last
        return nil unless scalar.value.to_s.include?(TOKEN) || scalar.value.to_s.match?(PUBLIC)

        return [offset(scalar.start_line, scalar.start_column), offset(scalar.end_line, scalar.end_column), url]
      end
      return nil if pairs(member).any? { |key, _| OTHER_WAYS.include?(key) } || member.children.empty?

      first = member.children.first
      at = offset(first.start_line, first.start_column)
      flow = member.style == Psych::Nodes::Mapping::FLOW
      [at, at, flow ? "discovery: '#{url}', " : "discovery: #{url}\n#{' ' * first.start_column}"]
    end

    def value(node, name)
      found = node.is_a?(Psych::Nodes::Mapping) && pairs(node).find { |key, _| key == name }
      found ? found.last : nil
    end

    def pairs(mapping)
      mapping.children.each_slice(2).map { |key, node| [key.respond_to?(:value) ? key.value : nil, node] }
    end

    def offset(line, column)
      text.lines.first(line).sum(&:length) + column
    end
  end
end
